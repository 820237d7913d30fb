package io.alluvium.app.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.util.FileLock;

/**
 * One Kafka broker and controller in this process, on 127.0.0.1, durable.
 *
 * <p>The class that knows {@code kafka.server}: none of it is public API, so Kafka's version is
 * pinned. Every acknowledged record survives kill -9 of the process; a power cut may lose what the
 * operating system had not yet written, as with every Kafka that runs on one machine.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Kafka's own sign of a broker that was stopped, not killed. */
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

  private static final int KILLED_SESSION_MS = 800;

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker and returns when it answers; formats the directory at the first start.
   *
   * @param directory where the broker keeps everything; one process at a time
   * @param port port of the client listener; 0 picks a free one
   * @throws RuntimeException if the port is taken or the directory cannot be used
   */
  public static EmbeddedBroker start(Path directory, int port) {
    int clientPort = port == 0 ? freePort() : port;
    var settings = BrokerSettings.of(directory, clientPort, freePort());
    if (!formatIfNew(directory) && !Files.exists(directory.resolve(CLEAN_SHUTDOWN))) {
      refuseIfInUse(directory);
      forgetKilledBroker(directory);
    }
    var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new EmbeddedBroker(server, "127.0.0.1:" + clientPort);
  }

  /** Address for clients, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops cleanly, so that the next start needs no recovery. May be called more than once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  // A controller that finds its directory locked ends the process; a broker throws.
  private static void refuseIfInUse(Path directory) {
    try {
      var lock = new FileLock(directory.resolve(".lock").toFile());
      if (!lock.tryLock()) {
        // Left open: POSIX drops a process's locks on a file when it closes it anywhere.
        throw new IllegalStateException(
            "Failed to acquire lock on " + directory + ": another broker uses it");
      }
      lock.destroy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets the controller alone notice that the broker of the last run is gone.
   *
   * <p>Until its session has expired, a broker that was killed still stands as the leader of all
   * its partitions. Kafka 4.3.1 then loads transactions that were ending, and when the session
   * expires and the partitions have no leader for a moment, it takes them for deleted ones and
   * leaves out their markers: the transaction hangs, and nobody reads past it. Without leaders from
   * the start, it waits until they are elected. It costs no time: the broker would wait for the
   * same session.
   */
  private static void forgetKilledBroker(Path directory) {
    var settings = BrokerSettings.controllerOnly(directory, freePort(), KILLED_SESSION_MS);
    var controller = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    try {
      controller.startup();
      TimeUnit.MILLISECONDS.sleep(3L * KILLED_SESSION_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** Formats a new directory; whether it was one. */
  private static boolean formatIfNew(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return false;
    }
    try {
      Files.createDirectories(directory);
      new Formatter()
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setHasDynamicQuorum(false)
          .setPrintStream(silent())
          .run();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Formatting " + directory + " failed", e);
    }
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
