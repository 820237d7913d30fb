package io.alluvium.simulators.github.state;

/**
 * A workflow of a repository.
 *
 * @param id numeric id
 * @param name its name
 */
public record Workflow(long id, String name) {}
