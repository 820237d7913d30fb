package io.alluvium.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A terminal whose text a test can read, with a clock that stands still. */
final class Screen {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path directory;
  private final boolean colour;

  Screen(Path directory, boolean colour) {
    this.directory = directory;
    this.colour = colour;
  }

  static Screen plain() {
    return new Screen(Path.of("").toAbsolutePath(), false);
  }

  static Screen coloured() {
    return new Screen(Path.of("").toAbsolutePath(), true);
  }

  Terminal terminal() {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, colour, 80);
  }

  Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  Session session(Map<String, String> environment) {
    return new Session(terminal(), environment, directory, clock());
  }

  int run(String... arguments) {
    return Commands.run(session(Map.of()), arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
