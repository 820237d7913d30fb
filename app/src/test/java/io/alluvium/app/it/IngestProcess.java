package io.alluvium.app.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Ingest in a process of its own, to be killed. */
final class IngestProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern RESTORED = Pattern.compile("restored (\\d+)");

  private IngestProcess() {}

  static Process start(TopologyBed bed, Path state) throws Exception {
    return ChildJvm.start(
        IngestProcess.class,
        "256m",
        ProcessBuilder.Redirect.to(log(state).toFile()),
        bed.bootstrapServers(),
        bed.registryUrl(),
        state.toString());
  }

  /** Waits until the process that was started last is running; says what its stores restored. */
  static long restored(Path state) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var found = RESTORED.matcher(Files.readString(log(state))).results().toList();
      if (!found.isEmpty()) {
        return Long.parseLong(found.getLast().group(1));
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Not running after " + PATIENCE + "; see " + log(state));
  }

  /** Stops its clock, as the sleep of a laptop does, or lets it go on. */
  static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  private static Path log(Path state) {
    return state.resolveSibling("ingest.log");
  }

  public static void main(String[] arguments) throws Exception {
    var ingest = TopologyBed.ingest(arguments[0], arguments[1], Path.of(arguments[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(ingest::close));
    ingest.start();
    long told = -1;
    while (true) {
      if (ingest.running() && ingest.restored() != told) {
        told = ingest.restored();
        System.out.println("restored " + told);
      }
      Thread.sleep(10);
    }
  }
}
