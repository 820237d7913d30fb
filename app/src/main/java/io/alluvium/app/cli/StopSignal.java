package io.alluvium.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sun.misc.Signal;

/**
 * Ctrl-C and what else asks a process to end. The first asks for an orderly end, the second ends
 * the process at once.
 *
 * <p>A shutdown hook could not do this: while one runs, Java ignores further signals.
 */
final class StopSignal {
  /** Some programs signal both us and our process group: that is one request, not two. */
  private static final long ECHO_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicLong first = new AtomicLong();
  private final Terminal terminal;

  private StopSignal(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Listens from now on, for the rest of the process's life. */
  static StopSignal install(Terminal terminal) {
    var stop = new StopSignal(terminal);
    for (var name : new String[] {"INT", "TERM", "HUP"}) {
      Signal.handle(new Signal(name), signal -> stop.received());
    }
    return stop;
  }

  /** Asks for an orderly end, as a first signal does. */
  void ask() {
    asked.countDown();
  }

  /** True when the end has been asked for. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits; returns true as soon as the end is asked for, false when the time has passed. */
  boolean await(long millis) {
    try {
      return asked.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void received() {
    long now = System.nanoTime();
    if (first.compareAndSet(0, now)) {
      terminal.clearLine();
      terminal.line("Stopping: finishing what has been read (Ctrl-C again to abort)");
      asked.countDown();
    } else if (now - first.get() > ECHO_NANOS) {
      terminal.err().println("Aborted. Nothing is lost; the next start takes a little longer.");
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}
