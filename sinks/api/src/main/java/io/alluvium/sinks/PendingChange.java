package io.alluvium.sinks;

import java.util.concurrent.CompletableFuture;

/** A change that waits for the reader's thread. */
sealed interface PendingChange {
  /** Tells who wants it what came of it. */
  CompletableFuture<Boolean> done();

  /** Says that it was not made. */
  default void fail(Throwable why) {
    done().completeExceptionally(why);
  }

  /** A change of one open shard. */
  record Within(int partition, ShardChange change, CompletableFuture<Boolean> done)
      implements PendingChange {}

  /** A change of what is stored, while no shard is open. */
  record Beneath(Runnable change, CompletableFuture<Boolean> done) implements PendingChange {
    /** Makes it; nothing is open. True if it is to be told so once everything is open again. */
    boolean make() {
      try {
        change.run();
        return true;
      } catch (RuntimeException failure) {
        fail(failure);
        return false;
      } catch (Error broken) {
        fail(broken);
        throw broken;
      }
    }
  }
}
