package io.alluvium.simulators.github.graphql;

import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.Limits;
import io.alluvium.simulators.github.state.GitHubState;
import java.util.function.Supplier;

/**
 * Who asks what of whom.
 *
 * @param state what exists
 * @param web base of the pages for people
 * @param credential who asks
 * @param standing how the limit of the credential stands
 */
public record Asking(
    GitHubState state, String web, Credential credential, Supplier<Limits.Standing> standing) {}
