package io.alluvium.connectors.git;

import java.time.Instant;

/**
 * Author or committer of a commit, as written in it.
 *
 * @param name display name, may be empty
 * @param mail mail address, may be empty
 * @param when whole seconds; {@link Instant#EPOCH} where the commit states no valid time
 */
public record GitPerson(String name, String mail, Instant when) {}
