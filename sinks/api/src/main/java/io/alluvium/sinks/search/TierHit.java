package io.alluvium.sinks.search;

import java.time.Instant;
import java.util.Optional;

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
 * @param snippet the stretch of text that answers best, or its beginning
 * @param score how well it answers; comparable within one answer only
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
    float score,
    Optional<String> language) {

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

  /** Id of the event: content hash, a dot, revision; also {@code ce_id}. */
  public String eventId() {
    return contentHash + "." + revision;
  }
}
