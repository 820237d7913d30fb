package io.alluvium.simulators.github.state;

/**
 * How large a generated organisation is.
 *
 * @param seed the same seed gives the same organisation
 * @param repositories how many repositories share the events
 * @param people how many people write
 * @param events issues, comments, pull requests, reviews, review comments, releases, runs and jobs
 *     together, exactly
 * @param days over how many days before now they are spread
 */
public record OrganisationSize(long seed, int repositories, int people, int events, int days) {
  /** A small one that has something of every kind. */
  public static OrganisationSize small() {
    return new OrganisationSize(20261120L, 3, 5, 600, 90);
  }

  /** The same with this many events. */
  public OrganisationSize withEvents(int count) {
    return new OrganisationSize(seed, repositories, people, count, days);
  }

  /** The same with this many repositories. */
  public OrganisationSize withRepositories(int count) {
    return new OrganisationSize(seed, count, people, events, days);
  }
}
