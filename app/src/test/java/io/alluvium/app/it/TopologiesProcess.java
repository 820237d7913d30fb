package io.alluvium.app.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Ingest, enrichment and summaries in a process of their own, to be killed. */
final class TopologiesProcess {
  private static final String RUNNING = "running";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private TopologiesProcess() {}

  static Process start(TopologyBed bed, Path state) throws Exception {
    return ChildJvm.start(
        TopologiesProcess.class,
        "384m",
        ProcessBuilder.Redirect.to(log(state).toFile()),
        bed.bootstrapServers(),
        bed.registryUrl(),
        state.toString());
  }

  /** Returns as soon as the process that was started last has all its partitions. */
  static void awaitRunning(Path state) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(log(state)).contains(RUNNING)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not running after " + PATIENCE + "; see " + log(state));
      }
      Thread.sleep(20);
    }
  }

  private static Path log(Path state) {
    return state.resolveSibling("topologies.log");
  }

  public static void main(String[] arguments) throws Exception {
    var state = Path.of(arguments[2]);
    var ingest = TopologyBed.ingest(arguments[0], arguments[1], state);
    var enrich = TopologyBed.enrich(arguments[0], arguments[1], state);
    ingest.start();
    enrich.start();
    var unused = TopologyBed.summaries(arguments[0], arguments[1]);
    while (!ingest.running() || !enrich.running()) {
      Thread.sleep(10);
    }
    System.out.println(RUNNING);
    Thread.currentThread().join();
  }
}
