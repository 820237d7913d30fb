package io.alluvium.sinks.search;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One event that answers.
 *
 * @param tier tier it was found in
 * @param contentHash identity of the content
 * @param revision number of this version within its entity
 * @param entityKey natural name of the thing
 * @param origin where it came from
 * @param occurredAt when it happened upstream
 * @param ingestedAt when ingest published it
 * @param title short name, empty when there is none
 * @param snippet the stretch that answers best, or the beginning
 * @param snippetOf what the snippet is a stretch of
 * @param score how well it answers; comparable within one answer only
 * @param match how it was found
 * @param language ISO 639-3 code, when enrichment was sure
 */
public record TierHit(
    String tier,
    String contentHash,
    long revision,
    String entityKey,
    Origin origin,
    Instant occurredAt,
    Instant ingestedAt,
    Marked title,
    Marked snippet,
    SnippetOf snippetOf,
    float score,
    Match match,
    Optional<String> language) {

  /** What a snippet is a stretch of. */
  public enum SnippetOf {
    /** The text of the event. */
    TEXT,
    /** Its summary, or its beginning where it has none: this tier does not keep the text. */
    SUMMARY
  }

  /**
   * Where an event came from.
   *
   * @param source name of the source
   * @param kind kind of thing
   * @param type kind and verb
   * @param scope repository, channel, directory or table
   * @param actor who did it, as displayed
   * @param url where a person opens it
   * @param threadKey entity key of the conversation or thing it belongs to
   */
  public record Origin(
      String source,
      String kind,
      String type,
      String scope,
      Optional<String> actor,
      Optional<String> url,
      Optional<String> threadKey) {}

  /**
   * How an event was found.
   *
   * @param words score by its words; empty if it was not among the best by words
   * @param meaning dot product of its nearest passage's vector with the question's, -1 to 1; empty
   *     if it was not among the nearest
   * @param passage the nearest passage
   */
  public record Match(OptionalDouble words, OptionalDouble meaning, Optional<Passage> passage) {
    /** Found by filters alone. */
    public static final Match NONE =
        new Match(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
  }

  /**
   * A stretch of the event's whole text, in UTF-16 code units.
   *
   * @param start its first
   * @param end the one after its last; both 0 where there is a title only
   */
  public record Passage(int start, int end) {}

  /** Id of the event: content hash, a dot, revision; also {@code ce_id}. */
  public String eventId() {
    return contentHash + "." + revision;
  }
}
