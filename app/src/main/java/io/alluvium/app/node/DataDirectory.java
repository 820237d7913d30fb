package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The one directory that holds everything a node keeps. Held by this process as long as it is open;
 * carries the version of its format, so that an older program never writes into a newer directory.
 */
public final class DataDirectory implements AutoCloseable {
  /**
   * Version of everything below the directory; raised with every change an old program would not
   * read. Since 2 the state of an entity is stored in binary; what 1 stored is read all the same.
   */
  public static final int FORMAT = 2;

  private static final long LEAST_FREE_BYTES = 64L << 20;

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes the directory for this process; creates it at the first start.
   *
   * @throws UserError DATA_DIR_IN_USE, DATA_DIR_NEWER, DATA_DIR_UNUSABLE or DISK_FULL
   */
  public static DataDirectory open(Path root) {
    try {
      Files.createDirectories(root);
      var directory = new DataDirectory(root, lock(root));
      try {
        directory.requireFormat();
        directory.requireRoom();
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
      return directory;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /**
   * Id of the node that uses this directory: as configured, or made up at the first start and the
   * same ever after.
   *
   * @throws UserError DATA_DIR_UNUSABLE or DISK_FULL
   */
  String nodeId(NodeConfig config) {
    return config.nodeId().orElseGet(this::ownId);
  }

  private synchronized String ownId() {
    var file = root.resolve("node-id");
    try {
      if (!Files.exists(file)) {
        var name = "node-" + UUID.randomUUID().toString().substring(0, 8);
        var written = Files.writeString(root.resolve("node-id.tmp"), name + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Where the embedded broker keeps its logs. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Where the topologies keep their stores; can be rebuilt from Kafka. */
  public Path streams() {
    return root.resolve("streams");
  }

  /** Where a tier keeps what it stores; can be rebuilt from Kafka. */
  public Path tier(String name) {
    return root.resolve("tiers").resolve(name);
  }

  /** Where a replica of a tier keeps what it stores. */
  Path tier(String name, int replica) {
    return tier(replica == 0 ? name : name + "-" + replica);
  }

  /** What the language model cost today. */
  public Path llmCost() {
    return root.resolve("llm-cost");
  }

  /** What a running node tells the commands of the same user. */
  public Path nodeFile() {
    return root.resolve("node.json");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    var file = root.resolve("lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(root, file);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(root, file);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** An older format is raised before anything new is written; each part reads what it wrote. */
  private void requireFormat() throws IOException {
    var file = root.resolve("format");
    var text = Files.exists(file) ? Files.readString(file).strip() : "";
    if (text.equals(Integer.toString(FORMAT))) {
      return;
    }
    if (!text.isEmpty() && !isOlder(text)) {
      throw new UserError(
          "DATA_DIR_NEWER",
          "The data directory "
              + root
              + " has format "
              + text
              + "; this program knows "
              + FORMAT
              + ".",
          "Use the newer program that wrote it, or another directory by --data-dir.");
    }
    var written = Files.writeString(root.resolve("format.tmp"), FORMAT + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isOlder(String format) {
    return format.matches("[1-9][0-9]{0,8}") && Integer.parseInt(format) < FORMAT;
  }

  private void requireRoom() throws IOException {
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new UserError(
          "DISK_FULL",
          "The disk of " + root + " has only " + (free >> 20) + " MiB left.",
          "Make room, or choose a directory on another disk by --data-dir.");
    }
    // Room alone does not prove that one may write.
    Files.deleteIfExists(Files.createTempFile(root, "probe", ".tmp"));
  }

  private static UserError inUse(Path root, Path lockFile) throws IOException {
    var pid = Files.readString(lockFile).strip();
    return new UserError(
        "DATA_DIR_IN_USE",
        "The data directory "
            + root
            + " is in use by process "
            + (pid.isEmpty() ? "(unknown)" : pid)
            + ".",
        "Stop that process, or choose another directory by --data-dir.");
  }

  private static UserError unusable(Path root, IOException cause) {
    var text = String.valueOf(cause.getMessage());
    if (text.contains("No space left")) {
      return new UserError(
          "DISK_FULL",
          "The disk of " + root + " is full.",
          "Make room, or choose a directory on another disk by --data-dir.",
          cause);
    }
    return new UserError(
        "DATA_DIR_UNUSABLE",
        "The data directory "
            + root
            + " cannot be used: "
            + cause.getClass().getSimpleName()
            + " "
            + text
            + ".",
        "Check that it is a directory you may write to, or choose another by --data-dir.",
        cause);
  }
}
