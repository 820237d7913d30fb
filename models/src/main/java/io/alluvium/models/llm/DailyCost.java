package io.alluvium.models.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * What was spent today, in a file, so that a restart does not begin a new day. What a question may
 * cost at most is written down before it is asked: a crash in between is paid for, never forgotten.
 * Thread-safe.
 */
final class DailyCost {
  private final Path file;
  private final double limit;
  private final InstantSource clock;
  private LocalDate day;
  private double spent;

  /**
   * Reads what was spent.
   *
   * @param file of this process alone
   * @throws UncheckedIOException if the file is there and cannot be read
   */
  DailyCost(Path file, double limit, InstantSource clock) {
    this.file = file;
    this.limit = limit;
    this.clock = clock;
    this.day = today();
    read();
  }

  /** Takes this much of what is left today; false if there is not as much left. */
  synchronized boolean reserve(double cost) {
    turnTheDay();
    if (cost > 0 && spent + cost > limit) {
      return false;
    }
    add(cost);
    return true;
  }

  /** Puts what was reserved right, once the cost is known. */
  synchronized void settle(double reserved, double cost) {
    turnTheDay();
    add(cost - reserved);
  }

  /** Spent since midnight, UTC. */
  synchronized double spent() {
    turnTheDay();
    return spent;
  }

  private void add(double cost) {
    if (cost != 0) {
      spent = Math.max(0, spent + cost);
      write();
    }
  }

  private void turnTheDay() {
    if (!day.equals(today())) {
      day = today();
      spent = 0;
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      var parts = Files.readString(file).strip().split(" ");
      if (parts.length == 2 && LocalDate.parse(parts[0]).equals(day)) {
        spent = Double.parseDouble(parts[1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    } catch (DateTimeParseException | NumberFormatException e) {
      // Half a file is no reason to spend the day's limit once more.
      spent = limit;
    }
  }

  private void write() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, day + " " + spent + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
