package io.alluvium.app.letters;

import io.alluvium.app.UserError;
import io.alluvium.app.avro.RecordDecoder;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/** What can be done with records that were set aside. Thread-safe: each call reads the topic. */
public final class DeadLetters {
  /** Enough to see what it is; the rest is on the topic. */
  private static final int HEX_BYTES = 2048;

  private final Topics topics;
  private final LetterLog log;
  private final RecordDecoder decoder;
  private final Map<String, Object> clientConfig;
  private final IngestProgress progress;

  /**
   * Opens nothing yet.
   *
   * @param clientConfig how to reach Kafka
   * @param admin the same, for the offsets of ingest
   * @param ingestGroup consumer group of ingest
   */
  public DeadLetters(
      Topics topics,
      SchemaRegistryClient registry,
      Map<String, Object> clientConfig,
      Admin admin,
      String ingestGroup) {
    this.topics = topics;
    this.log = new LetterLog(topics.deadLetters(), registry, clientConfig);
    this.decoder = new RecordDecoder(registry);
    this.clientConfig = Map.copyOf(clientConfig);
    this.progress = new IngestProgress(admin, ingestGroup);
  }

  /**
   * Dead letters, newest first, and how many there are for each reason.
   *
   * @param limit most to list; all are counted
   */
  public LetterList list(LetterQuery query, int limit) {
    var reasons = new TreeMap<String, Long>();
    var newest =
        new PriorityQueue<>(
            Comparator.comparing((StoredLetter.Summary letter) -> letter.failedAt()));
    log.read(
        log.positions(query.since()),
        stored -> {
          if (query.matches(stored.letter())) {
            reasons.merge(stored.letter().getReason(), 1L, Long::sum);
            newest.add(stored.summary());
            if (newest.size() > limit) {
              newest.remove();
            }
          }
        });
    var listed = new ArrayList<StoredLetter.Summary>();
    while (!newest.isEmpty()) {
      listed.add(newest.remove());
    }
    Collections.reverse(listed);
    var total = reasons.values().stream().mapToLong(Long::longValue).sum();
    return new LetterList(total, reasons, listed);
  }

  /**
   * One dead letter with all that can be read of it, as an answer of the API.
   *
   * @throws UserError LETTER_UNKNOWN if there is none (any more)
   */
  public Map<String, Object> show(LetterId id) {
    var stored = get(id);
    var shown = new LinkedHashMap<String, Object>();
    shown.put("letter", stored.summary());
    var headers = new TreeMap<String, String>();
    stored
        .letter()
        .getHeaders()
        .forEach((name, value) -> headers.put(name, StoredLetter.readable(value)));
    shown.put("headers", headers);
    stored.letter().getValue().ifPresent(value -> shown.put("content", content(value)));
    return shown;
  }

  private Object content(ByteBuffer value) {
    var bytes = StoredLetter.bytes(value);
    var content = decoder.decodeAsFarAsPossible(bytes);
    if (content.has("undecoded")) {
      content.put("hex", HexFormat.of().formatHex(bytes, 0, Math.min(HEX_BYTES, bytes.length)));
    }
    return content;
  }

  /**
   * Sends one record again and says what became of it.
   *
   * @throws UserError LETTER_UNKNOWN if there is none (any more)
   */
  public ReplayReport replay(LetterId id) {
    var stored = get(id);
    try (var replay = replay()) {
      replay.take(stored);
      return replay.report();
    }
  }

  /** Sends again all that match, of a record that was set aside more than once the first. */
  public ReplayReport replay(LetterQuery query) {
    try (var replay = replay()) {
      log.read(
          log.positions(query.since()),
          stored -> {
            if (query.matches(stored.letter())) {
              replay.take(stored);
            }
          });
      return replay.report();
    }
  }

  private Replay replay() {
    return new Replay(log, new Replays(topics, clientConfig), progress);
  }

  private StoredLetter get(LetterId id) {
    return log.get(id)
        .orElseThrow(() ->
            new UserError(
                "LETTER_UNKNOWN",
                "There is no dead letter " + id + ".",
                "See 'alluvium dead-letters list'; they are kept for a time."));
  }
}
