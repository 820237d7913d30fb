package io.alluvium.models;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes much memory and little time to load: loaded when it is needed, let go when
 * it has not been for a while. Thread-safe.
 */
public final class Resting<T> {
  private final Supplier<T> load;
  private final Consumer<T> release;
  private final Duration rest;
  private @Nullable T value;
  private int users;
  private long usedAt;

  /**
   * Loads nothing yet.
   *
   * @param load makes it; what it throws, {@link #use} throws
   * @param release frees what the collector would not; nobody uses it any more
   * @param rest how long it stays unused before it is let go
   */
  public Resting(Supplier<T> load, Consumer<T> release, Duration rest) {
    this.load = load;
    this.release = release;
    this.rest = rest;
  }

  /** Does something with it, and loads it before if that is needed. Nothing of it may be kept. */
  public <R> R use(Function<T, R> what) {
    var present = acquire();
    try {
      return what.apply(present);
    } finally {
      done();
    }
  }

  private synchronized T acquire() {
    var present = value;
    if (present == null) {
      present = load.get();
      value = present;
      lookAfter(rest.toNanos());
    }
    users++;
    return present;
  }

  private synchronized void done() {
    users--;
    usedAt = System.nanoTime();
  }

  private synchronized void look() {
    long left = rest.toNanos() - (System.nanoTime() - usedAt);
    var present = value;
    if (users > 0 || left > 0) {
      lookAfter(users > 0 ? rest.toNanos() : left);
    } else if (present != null) {
      value = null;
      release.accept(present);
    }
  }

  private void lookAfter(long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
  }
}
