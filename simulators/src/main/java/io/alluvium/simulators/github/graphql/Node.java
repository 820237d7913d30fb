package io.alluvium.simulators.github.graphql;

import io.alluvium.simulators.github.state.Repository;

/**
 * Something of a repository, which knows its repository.
 *
 * @param repository where it is
 * @param item what it is
 */
record Node<T>(Repository repository, T item) {}
