package io.alluvium.app.doctor;

import io.alluvium.app.node.DataDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The data directory: may we write, is there room, do we know its format, who holds it. */
final class DataDirCheck {
  private static final String CHECK = "data directory";
  private static final String OTHER = "choose another with --data-dir.";
  private static final long MIB = 1L << 20;
  private static final long LEAST = 64 * MIB;
  private static final long COMFORTABLE = 2048 * MIB;

  private DataDirCheck() {}

  static List<Finding> look(Patient patient) {
    var directory = patient.config().dataDir();
    var findings = new ArrayList<Finding>();
    try {
      var present = existing(directory);
      findings.add(writable(directory, present));
      findings.add(room(present));
      if (Files.isDirectory(directory)) {
        findings.addAll(format(directory));
        findings.addAll(lock(directory, patient));
      }
    } catch (IOException e) {
      findings.add(
          Finding.fail(CHECK, directory + " cannot be looked at: " + e, "Check it, or " + OTHER));
    }
    return findings;
  }

  private static Path existing(Path directory) throws IOException {
    for (var path = directory; path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        return path;
      }
    }
    throw new IOException("no part of " + directory + " exists");
  }

  private static Finding writable(Path directory, Path present) {
    if (!Files.isDirectory(present)) {
      return Finding.fail(CHECK, present + " is not a directory", "Move it away, or " + OTHER);
    }
    if (!Files.isWritable(present)) {
      return Finding.fail(
          CHECK, present + " is not writable", "Give this user the right to, or " + OTHER);
    }
    return Finding.ok(
        CHECK, present.equals(directory) ? directory.toString() : directory + " (will be created)");
  }

  private static Finding room(Path present) throws IOException {
    long free = Files.getFileStore(present).getUsableSpace();
    var message = free / MIB + " MiB free";
    if (free < LEAST) {
      return Finding.fail("disk", message, "Make room, or " + OTHER);
    }
    return free < COMFORTABLE
        ? Finding.warn("disk", message, "Make room soon; a node wants 2 GiB.")
        : Finding.ok("disk", message);
  }

  private static List<Finding> format(Path directory) throws IOException {
    var file = directory.resolve("format");
    if (!Files.exists(file)) {
      return List.of();
    }
    var format = Files.readString(file).strip();
    return List.of(
        format.equals(Integer.toString(DataDirectory.FORMAT))
            ? Finding.ok("data format", format)
            : Finding.fail(
                "data format",
                format + ", but this program knows " + DataDirectory.FORMAT,
                "Use the program that wrote it, or " + OTHER));
  }

  /** Held by the node that runs here is as it should be; held by another process is not. */
  private static List<Finding> lock(Path directory, Patient patient) throws IOException {
    var file = directory.resolve("lock");
    if (!Files.exists(file) || patient.node().isPresent() || !Files.isWritable(file)) {
      return List.of();
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null ? List.of() : List.of(held(file));
    } catch (OverlappingFileLockException e) {
      return List.of(held(file));
    }
  }

  private static Finding held(Path file) throws IOException {
    var pid = Files.readString(file).strip();
    return Finding.fail(
        "lock",
        "Process " + pid + " holds the data directory, but does not answer as a node",
        "Wait until it has started or stopped, else end it.");
  }
}
