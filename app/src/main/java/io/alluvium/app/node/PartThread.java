package io.alluvium.app.node;

/**
 * Threads that start and stop parts of a node. They load most classes, and a virtual thread that
 * waits for a class to be initialized keeps its carrier (until JDK 26): as many of them as there
 * are cores, waiting for one class, once held up for good the one that was to let it load.
 */
final class PartThread {
  private PartThread() {}

  /** Runs a task in a platform thread of its own, which keeps no process alive. */
  static void start(Runnable task) {
    named("part", task);
  }

  /** The same, with a name for who reads thread dumps. */
  static Thread named(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }
}
