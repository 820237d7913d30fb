package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the events list: a hint that something changed.
 *
 * @param id numeric id
 * @param type as upstream names it: {@code IssuesEvent}, {@code PushEvent}, ...
 * @param action what was done, where the type has one
 * @param actor who did it
 * @param subject number or id of the thing; for a push its ref
 * @param createdAt when, in seconds
 */
public record Happening(
    long id, String type, @Nullable String action, Account actor, String subject, long createdAt) {}
