package io.alluvium.simulators;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets things happen by themselves in a simulated system until it is closed. */
public final class Life implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        var life = new Thread(task, "simulated-life");
        life.setDaemon(true);
        return life;
      });

  /** Lets something happen again and again, the first time after one interval. */
  public void each(Duration interval, Runnable happening) {
    long millis = interval.toMillis();
    thread.scheduleAtFixedRate(happening, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
