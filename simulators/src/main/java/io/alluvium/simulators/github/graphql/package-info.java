/** GitHub's GraphQL API over the state. Start at {@link GraphQlApi}. */
@NullMarked
package io.alluvium.simulators.github.graphql;

import org.jspecify.annotations.NullMarked;
