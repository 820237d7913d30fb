package io.alluvium.simulators.github.state;

/**
 * A label of a repository.
 *
 * @param id numeric id
 * @param name its name, which identifies it to people
 * @param color six hexadecimal digits
 * @param description what it is for
 */
public record Label(long id, String name, String color, String description) {}
