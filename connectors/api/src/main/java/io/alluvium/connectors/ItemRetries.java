package io.alluvium.connectors;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps one thing that cannot be read from holding up all others: after three attempts it is given
 * up for now, said to have failed, and tried again every five minutes.
 *
 * <p>Used by the thread of one reader.
 */
public final class ItemRetries {
  private static final int ATTEMPTS = 3;
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Long> failedAt = new HashMap<>();

  /**
   * @param failed subjects that had failed before the restart, as {@link ReaderContext#openGaps}
   *     gives them; due at once
   */
  public ItemRetries(Set<String> failed) {
    long longAgo = System.nanoTime() - AGAIN_AFTER.toNanos();
    failed.forEach(subject -> failedAt.put(subject, longAgo));
  }

  /** Something read from upstream that may fail in a way that may pass. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Reads it. */
    T read() throws IOException;
  }

  /** How an attempt ended. */
  public sealed interface Outcome<T> {
    /**
     * It was read.
     *
     * @param recovered whether it had been given up before; then tell so with {@link
     *     Reading.Recovered}
     */
    record Read<T>(T value, boolean recovered) implements Outcome<T> {}

    /** It was given up for now; tell so with {@link Reading.Failed} and go on. */
    record GivenUp<T>(String why) implements Outcome<T> {}
  }

  /**
   * Tries to read one thing.
   *
   * @throws IOException if it failed and is to be tried again with the same position, after a wait
   * @throws RateLimitedException as upstream says; does not count
   */
  public <T> Outcome<T> attempt(String subject, Attempt<T> attempt) throws IOException {
    try {
      var value = attempt.read();
      attempts.remove(subject);
      return new Outcome.Read<>(value, failedAt.remove(subject) != null);
    } catch (IOException e) {
      int count = attempts.merge(subject, 1, Integer::sum);
      if (count < ATTEMPTS && !failedAt.containsKey(subject)) {
        throw e;
      }
      attempts.remove(subject);
      failedAt.put(subject, System.nanoTime());
      return new Outcome.GivenUp<>(String.valueOf(e.getMessage()));
    }
  }

  /** Subjects given up at least five minutes ago, or before the restart: to be tried again now. */
  public List<String> due() {
    long now = System.nanoTime();
    return failedAt.entrySet().stream()
        .filter(failed -> now - failed.getValue() >= AGAIN_AFTER.toNanos())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Forgets a subject that is gone; true if it had been given up. */
  public boolean forget(String subject) {
    attempts.remove(subject);
    return failedAt.remove(subject) != null;
  }
}
