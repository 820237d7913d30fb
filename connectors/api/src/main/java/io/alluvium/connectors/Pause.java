package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a reader is not called now, and until when: upstream failed, set a limit, or refused, or the
 * schedule lets it rest. What is wrong and lasts is said by an open gap.
 */
final class Pause {
  /** How long after a refusal it is looked whether somebody has mended its cause. */
  static final Duration REFUSED = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(Pause.class);
  private static final String UPSTREAM = GapLedger.OWN + "upstream";
  private static final String LIMIT = GapLedger.OWN + "limit";
  private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

  private final String what;
  private final Backoff backoff = new Backoff();
  private @Nullable PermanentFaultException refusal;
  private long until = System.nanoTime();

  /**
   * @param what what is paused, for the log
   */
  Pause(String what) {
    this.what = what;
  }

  boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  Optional<PermanentFaultException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** A fault that may pass: wait and try again; tell of it when it happens time after time. */
  void failed(Exception fault, GapLedger gaps, Batch batch, Instant now) {
    var wait = backoff.failed();
    until = System.nanoTime() + wait.toNanos();
    LOG.warn("{} failed, next attempt in {} ms: {}", what, wait.toMillis(), fault.getMessage());
    if (backoff.mustTell()) {
      gaps.open(
          batch,
          UPSTREAM,
          FailureReason.UNREADABLE,
          "Upstream fails again and again, it is tried on: " + fault.getMessage(),
          now);
    }
  }

  /** A limit: wait exactly as long as told. */
  void limited(RateLimitedException limit, GapLedger gaps, Batch batch, Instant now) {
    var wait = Duration.between(Instant.now(), limit.until());
    until = System.nanoTime() + Math.max(0, wait.toNanos());
    if (wait.compareTo(WORTH_TELLING) > 0) {
      LOG.info("{}: {}", what, limit.getMessage());
      var message = String.valueOf(limit.getMessage());
      gaps.open(batch, LIMIT, FailureReason.RATE_LIMITED, message, now);
    }
  }

  /**
   * A refusal: rest, and look now and then whether it still stands.
   *
   * @throws PermanentFaultException if no reader of the task can do anything
   */
  void refused(PermanentFaultException fault, GapLedger gaps, Batch batch, Instant now) {
    if (fault.reason() == FailureReason.CREDENTIALS_REJECTED) {
      throw fault;
    }
    LOG.warn("{} rests: {}", what, fault.getMessage());
    refusal = fault;
    until = System.nanoTime() + REFUSED.toNanos();
    gaps.open(batch, UPSTREAM, fault.reason(), String.valueOf(fault.getMessage()), now);
  }

  /** Nothing is wrong: the source looks again when its schedule says so. */
  void rest(Duration time) {
    until = System.nanoTime() + time.toNanos();
  }

  /** A call that worked: closes what was said. */
  void end(GapLedger gaps, Batch batch, Instant now) {
    refusal = null;
    backoff.succeeded();
    gaps.close(batch, UPSTREAM, now);
    gaps.close(batch, LIMIT, now);
  }
}
