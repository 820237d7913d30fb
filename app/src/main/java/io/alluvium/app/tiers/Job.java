package io.alluvium.app.tiers;

import io.alluvium.app.UserError;
import io.alluvium.sinks.TierException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One long piece of work at a time, with its progress. Thread-safe. */
public final class Job {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  /** What is to be done. */
  public interface Work {
    /** Does it; returns what came of it. */
    Map<String, Object> run(Progress progress);
  }

  /** Hears how far it is. */
  public interface Progress {
    /** So much is done of what it is at. */
    void at(String what, long done, long of);
  }

  /**
   * How a piece of work is doing.
   *
   * @param kind verify, rebuild or restore
   * @param state running, done or failed
   * @param what what it is at
   * @param done how much of that is done
   * @param of how much there is
   * @param finishedAt null while it runs
   * @param error why it failed
   * @param result what came of it
   */
  public record Status(
      String kind,
      String state,
      String what,
      long done,
      long of,
      Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String error,
      @Nullable Map<String, Object> result) {
    private Status at(String at, long now, long all) {
      return new Status(kind, state, at, now, all, startedAt, null, null, null);
    }

    private Status ended(@Nullable String why, @Nullable Map<String, Object> came) {
      var end = why == null ? "done" : "failed";
      return new Status(kind, end, what, done, of, startedAt, Instant.now(), why, came);
    }

    boolean running() {
      return state.equals("running");
    }
  }

  private volatile @Nullable Status status;

  /** The newest piece of work; null before the first. */
  @Nullable Status status() {
    return status;
  }

  /**
   * Begins something.
   *
   * @throws UserError TIERS_BUSY while something else runs
   */
  synchronized Status start(String kind, Work work) {
    var before = status;
    if (before != null && before.running()) {
      throw new UserError(
          "TIERS_BUSY",
          "The tiers are busy: " + before.kind() + " runs.",
          "Try again when it is done; 'alluvium tiers status' shows its progress.");
    }
    var begun = new Status(kind, "running", "", 0, 0, Instant.now(), null, null, null);
    status = begun;
    Thread.ofPlatform().daemon().name("tiers-" + kind).start(() -> run(begun, work));
    return begun;
  }

  private void run(Status begun, Work work) {
    try {
      var result = work.run((what, done, of) -> status = begun.at(what, done, of));
      status = latest(begun).ended(null, result);
    } catch (TierException | UserError failure) {
      LOG.warn("{} failed", begun.kind(), failure);
      status = latest(begun).ended(String.valueOf(failure.getMessage()), null);
    } catch (RuntimeException unexpected) {
      LOG.error("{} failed", begun.kind(), unexpected);
      status = latest(begun).ended(unexpected.toString(), null);
    }
  }

  private Status latest(Status begun) {
    var now = status;
    return now == null ? begun : now;
  }
}
