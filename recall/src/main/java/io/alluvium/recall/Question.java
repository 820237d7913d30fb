package io.alluvium.recall;

import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.TierQuery;
import java.time.Instant;
import java.util.Set;

/**
 * What is asked. Start with {@link #of} and narrow it.
 *
 * @param text words, "phrases", -not and prefix*; empty asks for the newest
 * @param filter which events may answer
 * @param limit most hits wanted, 1 to {@value #MOST_HITS}
 */
public record Question(String text, TierQuery.Filter filter, int limit) {
  /** Hits of a question that does not say how many. */
  public static final int USUAL_HITS = 20;

  /** Most hits of one answer. */
  public static final int MOST_HITS = 10_000;

  /** Longest question, in UTF-16 code units. */
  public static final int LONGEST_TEXT = 4_096;

  /**
   * @throws IllegalArgumentException if the limit or the length is out of range, or the time range
   *     is empty; the message is for the asker
   */
  public Question {
    if (limit < 1 || limit > MOST_HITS) {
      throw new IllegalArgumentException("limit must be 1 to " + MOST_HITS + ", was " + limit);
    }
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "A question may have " + LONGEST_TEXT + " characters, this one has " + text.length());
    }
    var since = filter.since();
    var until = filter.until();
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw new IllegalArgumentException(
          "since must be before until, were " + since.get() + " and " + until.get());
    }
  }

  /** Asks everything that is current for these words. */
  public static Question of(String text) {
    return new Question(text, TierQuery.Filter.ALL, USUAL_HITS);
  }

  /** Only events of these sources; none means all. */
  public Question sources(Set<String> sources) {
    return with(filter.with(Facet.SOURCE, sources));
  }

  /** Only events of these kinds; none means all. */
  public Question kinds(Set<String> kinds) {
    return with(filter.with(Facet.KIND, kinds));
  }

  /** Only what occurred at this time or later. */
  public Question since(Instant since) {
    return with(filter.from(since));
  }

  /** Only what occurred before this time. */
  public Question until(Instant until) {
    return with(filter.before(until));
  }

  /** Only this entity. */
  public Question entity(String entityKey) {
    return with(filter.of(entityKey));
  }

  /** At most so many hits. */
  public Question limit(int most) {
    return new Question(text, filter, most);
  }

  private Question with(TierQuery.Filter narrower) {
    return new Question(text, narrower, limit);
  }
}
