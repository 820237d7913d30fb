package io.alluvium.simulators.github;

/**
 * How much a credential may ask. Where a number is 0 there is no such limit.
 *
 * @param hourly requests of REST an hour, of a user or an app
 * @param anonymous requests of REST an hour without a token
 * @param graphQl points of GraphQL an hour
 * @param pointsPerMinute secondary limit of REST: 1 for reading, 5 for writing
 * @param graphQlPerMinute secondary limit of GraphQL, in points
 * @param concurrent secondary limit of requests at the same time, of both
 */
public record LimitRules(
    int hourly,
    int anonymous,
    int graphQl,
    int pointsPerMinute,
    int graphQlPerMinute,
    int concurrent) {
  /** As an Enterprise server has it at first: no limits, and no headers about them. */
  public static final LimitRules NONE = new LimitRules(0, 0, 0, 0, 0, 0);

  /** As github.com has them. */
  public static final LimitRules GITHUB = new LimitRules(5_000, 60, 5_000, 900, 2_000, 100);

  /** The same with another hourly limit of REST, to reach it soon. */
  public LimitRules withHourly(int requests) {
    return new LimitRules(
        requests, anonymous, graphQl, pointsPerMinute, graphQlPerMinute, concurrent);
  }

  /** The same with another hourly limit of GraphQL. */
  public LimitRules withGraphQl(int points) {
    return new LimitRules(hourly, anonymous, points, pointsPerMinute, graphQlPerMinute, concurrent);
  }

  /** The same with another secondary limit of REST. */
  public LimitRules withPointsPerMinute(int points) {
    return new LimitRules(hourly, anonymous, graphQl, points, graphQlPerMinute, concurrent);
  }
}
