package io.alluvium.app.letters;

import io.alluvium.app.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * One request to send records again, from the first record to the answer. Not thread-safe.
 *
 * <p>Nothing is noted about what was sent: a record that ingest has taken is a duplicate when it is
 * sent once more.
 */
final class Replay implements AutoCloseable {
  private final LetterLog log;
  private final Replays replays;
  private final IngestProgress progress;
  private final Map<TopicPartition, Long> before;
  private final Map<String, String> sent = new HashMap<>();
  private final List<ReplayReport.Refused> refused = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  Replay(LetterLog log, Replays replays, IngestProgress progress) {
    this.log = log;
    this.replays = replays;
    this.progress = progress;
    this.before = log.ends();
  }

  /** Sends a record, unless the same one was sent already: it may have been set aside twice. */
  void take(StoredLetter stored) {
    if (!taken.add(stored.origin())) {
      return;
    }
    var refusal = replays.refusal(stored.letter());
    if (refusal.isEmpty()) {
      replays.send(stored);
      sent.put(stored.origin(), stored.id().toString());
    } else {
      refused.add(new ReplayReport.Refused(stored.id().toString(), refusal));
    }
  }

  /** Waits for ingest, and tells what it made of the records. */
  ReplayReport report() {
    try {
      var read = progress.awaitPast(replays.written());
      var again = again();
      var left = sent.size() - again.size();
      return new ReplayReport(sent.size(), read ? left : 0, read ? 0 : left, again, refused);
    } catch (ExecutionException e) {
      throw new UserError(
          "REPLAY_FAILED",
          "Kafka did not take the records: " + e.getCause() + ".",
          "Try again; what was sent twice is recognised.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for ingest", e);
    }
  }

  private List<ReplayReport.Again> again() {
    var again = new HashMap<String, ReplayReport.Again>();
    log.read(
        before,
        stored -> {
          var id = sent.get(stored.origin());
          if (id != null && stored.replayOf().isPresent()) {
            var letter = stored.letter();
            again.put(
                id,
                new ReplayReport.Again(
                    id, stored.id().toString(), letter.getReason(), letter.getMessage()));
          }
        });
    return List.copyOf(again.values());
  }

  @Override
  public void close() {
    replays.close();
  }
}
