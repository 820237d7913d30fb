package io.alluvium.connectors;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs the readers of a source type as a Connect task: in turns, in batches, with everything that
 * readers need not think about. A connector's task class extends it with a constructor and nothing
 * else.
 */
public class ReaderSourceTask extends SourceTask {
  private static final long NAP_MS = 50;

  // Where readers are many, a few of them fill a batch; the others have the next ones.
  private static final int LEAST_SHARE = 16;

  // What one reader returns at once may be large.
  private static final int LARGEST_SHARE = 64;

  private static final long MOST_CONTENT = 4L * 1024 * 1024;

  private final SourceType<?> type;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Object reading = new Object();
  private final List<ReaderStream<?>> streams = new CopyOnWriteArrayList<>();
  private @Nullable SourceConfig config;
  private int turn;
  private int former;

  /** A task for a type of source. */
  protected ReaderSourceTask(SourceType<?> type) {
    this.type = type;
  }

  @Override
  public String version() {
    return Version.of(getClass());
  }

  @Override
  public void start(Map<String, String> settings) {
    synchronized (reading) {
      config = open(type, settings);
    }
  }

  private <C extends SourceConfig> C open(SourceType<C> sourceType, Map<String, String> settings) {
    var parsed = sourceType.configure(settings);
    var clock = new ObservationClock(Clock.systemUTC());
    var readers = new ReaderContext(parsed.source(), context.offsetStorageReader(), clock);
    var records = new RecordFactory(parsed, sourceType.name());
    var runs = new TaskRuns(ObservationClock.instant(clock.next()));
    for (var reader : sourceType.open(parsed, readers)) {
      streams.add(new ReaderStream<>(reader, records, readers, runs, parsed));
      ReaderGauges.register(context, reader);
    }
    return parsed;
  }

  /**
   * Returns a batch as soon as it is full or nothing more is there; null after the batch time. Full
   * is one with the size that is set or, where that does not keep up, twice that of the one before.
   */
  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    synchronized (reading) {
      if (config == null || stopped.getCount() == 0) {
        return null;
      }
      var batch = new Batch();
      long end = System.nanoTime() + config.batchTime().toNanos();
      int limit = limit(config);
      while (!isFull(batch, limit) && System.nanoTime() - end < 0) {
        if (takeTurns(batch, limit, end)) {
          continue;
        }
        if (batch.size() > 0 || stopped.await(NAP_MS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      former = batch.size();
      return batch.size() == 0 ? null : batch.finish();
    }
  }

  // Each batch is a transaction: where the usual size does not keep up, a larger one does.
  private int limit(SourceConfig sizes) {
    return Math.max(sizes.batchEvents(), Math.min(2 * former, sizes.backlogEvents()));
  }

  private static boolean isFull(Batch batch, int limit) {
    return batch.size() >= limit || batch.content() >= MOST_CONTENT;
  }

  /**
   * Lets every reader read its share; true if one of them may have more. Where readers wait for
   * upstream a whole round may take long: what was found does not wait for its end, and the next
   * round begins where this one was left.
   */
  private boolean takeTurns(Batch batch, int limit, long end) {
    boolean found = false;
    int visits = 0;
    while (visits < streams.size() && !isFull(batch, limit) && !isOver(batch, end)) {
      int left = limit - batch.size();
      int share = Math.min(left, Math.max(LEAST_SHARE, left / (streams.size() - visits)));
      share = Math.min(share, LARGEST_SHARE);
      found |= streams.get((turn + visits) % streams.size()).fill(batch, share);
      visits++;
    }
    turn = Math.floorMod(turn + (visits == streams.size() ? 1 : visits), Integer.MAX_VALUE);
    failIfAllAreRefused(batch);
    return found;
  }

  private boolean isOver(Batch batch, long end) {
    return stopped.getCount() == 0 || (batch.size() > 0 && System.nanoTime() - end >= 0);
  }

  // What was read and said before is sent first.
  private void failIfAllAreRefused(Batch batch) {
    if (batch.size() > 0 || streams.isEmpty()) {
      return;
    }
    for (var stream : streams) {
      if (stream.refusal().isEmpty()) {
        return;
      }
    }
    throw streams.get(0).refusal().orElseThrow();
  }

  @Override
  public void commitRecord(SourceRecord sent, @Nullable RecordMetadata metadata) {
    if (sent instanceof TrackedRecord tracked) {
      tracked.stretch().acknowledged(metadata);
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
    // Without the monitor: a poll that waits for upstream holds it.
    streams.forEach(ReaderStream::cancel);
    synchronized (reading) {
      streams.forEach(ReaderStream::close);
      streams.clear();
    }
  }
}
