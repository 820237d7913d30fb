package io.alluvium.app.it;

import java.nio.file.Path;

/** Ingest in a process of its own, to be killed. */
final class IngestProcess {
  private IngestProcess() {}

  static Process start(TopologyBed bed, Path state) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            IngestProcess.class.getName(),
            bed.bootstrapServers(),
            bed.registryUrl(),
            state.toString())
        .redirectErrorStream(true)
        .redirectOutput(state.resolveSibling("ingest.log").toFile())
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    TopologyBed.ingest(arguments[0], arguments[1], Path.of(arguments[2])).start();
    Thread.currentThread().join();
  }
}
