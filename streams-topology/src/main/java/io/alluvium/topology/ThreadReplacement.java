package io.alluvium.topology;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces a stream thread that failed, waiting longer each time failures follow one another. */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** This long without a failure, and the next one counts as the first. */
  private static final Duration QUIET = Duration.ofMinutes(2);

  private final String applicationId;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Thread> failed = ConcurrentHashMap.newKeySet();
  private Duration wait = FIRST_WAIT;
  private long lastFailure = System.nanoTime();

  ThreadReplacement(String applicationId) {
    this.applicationId = applicationId;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    failed.removeIf(thread -> !thread.isAlive());
    failed.add(Thread.currentThread());
    var pause = nextWait();
    LOG.error(
        "{}: a stream thread failed and is replaced in {} ms: {}",
        applicationId,
        pause.toMillis(),
        cause(exception));
    try {
      if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** True for a thread that has failed: its membership must not outlive it. */
  boolean isFailed(Thread thread) {
    return failed.contains(thread);
  }

  /** Stops waiting: what fails from now on is not replaced. */
  void stop() {
    stopped.countDown();
  }

  private synchronized Duration nextWait() {
    var now = System.nanoTime();
    if (now - lastFailure > QUIET.toNanos()) {
      wait = FIRST_WAIT;
    }
    lastFailure = now;
    var pause = wait;
    var doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    return pause;
  }

  /** The innermost cause: what Streams wraps around it says only where it was. */
  private static Throwable cause(Throwable exception) {
    var cause = exception;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }
}
