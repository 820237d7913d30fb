package io.alluvium.connectors.github;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the readers of a task share: how GitHub is asked, and room for a few pages. However many
 * repositories a task reads, it holds no more than these. Used by the task's thread, {@link #close}
 * by any.
 */
final class Shared implements AutoCloseable {
  private static final int PAGES = 8;

  private final GithubClient client;
  private final Intervals intervals;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2,
          work -> {
            var thread = new Thread(work, "alluvium-github");
            thread.setDaemon(true);
            return thread;
          });
  private int held;
  private int ahead;

  Shared(GithubClient client, Intervals intervals) {
    this.client = client;
    this.intervals = intervals;
  }

  GithubClient client() {
    return client;
  }

  Intervals intervals() {
    return intervals;
  }

  /** Takes room for a page that is handed out; false if there is none now. */
  boolean takeRoom() {
    if (held == PAGES) {
      return false;
    }
    held++;
    return true;
  }

  /** Gives room back. */
  void giveRoom() {
    held--;
  }

  /** Whether something more may be asked for ahead. */
  boolean hasRoomAhead() {
    return ahead < PAGES;
  }

  /** Asks for something ahead, beside the task's thread. To be awaited or dropped. */
  <T> Future<T> ahead(Callable<T> question) {
    ahead++;
    return threads.submit(question);
  }

  /** Gives up what was asked for ahead. */
  void drop(Future<?> answer) {
    ahead--;
    answer.cancel(true);
  }

  /** What came of asking ahead; throws what asking threw. */
  <T> T await(Future<T> answer) throws IOException {
    ahead--;
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends requests under way. */
  @Override
  public void close() {
    client.close();
    threads.shutdownNow();
  }
}
