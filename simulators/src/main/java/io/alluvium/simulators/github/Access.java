package io.alluvium.simulators.github;

/**
 * Who may ask, and how much.
 *
 * @param credentials the tokens that are valid
 * @param apps GitHub Apps
 * @param limits what was asked, against the rules
 */
public record Access(Credentials credentials, Apps apps, Limits limits) {}
