package io.alluvium.app.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of the tests in a process of its own, to be killed. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Starts it.
   *
   * @param heap its largest heap, as {@code -Xmx} takes it
   * @param log where all that it prints goes
   */
  static Process start(Class<?> main, String heap, ProcessBuilder.Redirect log, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }
}
