package io.alluvium.simulators.github.state;

/**
 * A milestone of a repository.
 *
 * @param id numeric id
 * @param number number within the repository
 * @param title its title
 * @param creator who made it
 * @param createdAt when, in seconds
 */
public record Milestone(long id, int number, String title, Account creator, long createdAt) {}
