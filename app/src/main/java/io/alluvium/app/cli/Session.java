package io.alluvium.app.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What surrounds a command: given to it instead of looked up, so that a test can give another.
 *
 * @param terminal where it prints
 * @param environment environment variables
 * @param directory where relative paths count from
 * @param clock the time
 */
record Session(Terminal terminal, Map<String, String> environment, Path directory, Clock clock) {
  Session {
    environment = Map.copyOf(environment);
  }

  /** That of this process. */
  static Session system() {
    var environment = System.getenv();
    return new Session(
        Terminal.system(environment),
        environment,
        Path.of("").toAbsolutePath(),
        Clock.systemDefaultZone());
  }
}
