package io.alluvium.app.embedded;

import io.alluvium.schemas.Topics;
import java.nio.file.Path;
import java.util.Properties;

/** Settings of the one broker and controller of a laptop, where they differ from Kafka's own. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerSettings() {}

  static Properties of(Path logDirectory, int port, int controllerPort) {
    var settings = new Properties();
    settings.put("log.dirs", logDirectory.toString());
    identity(settings, port, controllerPort);
    singleNode(settings);
    small(settings);
    return settings;
  }

  /**
   * The controller alone, on the broker's own directory, quick to give up a broker that is gone.
   */
  static Properties controllerOnly(Path logDirectory, int controllerPort, int sessionTimeoutMs) {
    var settings = of(logDirectory, 0, controllerPort);
    settings.put("process.roles", "controller");
    settings.put("listeners", CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
    settings.remove("advertised.listeners");
    settings.put("broker.session.timeout.ms", Integer.toString(sessionTimeoutMs));
    settings.put("broker.heartbeat.interval.ms", Integer.toString(sessionTimeoutMs / 4));
    return settings;
  }

  private static void identity(Properties settings, int port, int controllerPort) {
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    // Static voters: the address is read from here at each start and stored nowhere, so that the
    // controller's port may be another one every time.
    settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
  }

  private static void singleNode(Properties settings) {
    for (var topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "4");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("auto.create.topics.enable", "false");
    settings.put("auto.leader.rebalance.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("message.max.bytes", Integer.toString(Topics.MAX_MESSAGE_BYTES));
    // After kill -9 the next start waits until the old registration has expired. Less than 4 s and
    // a busy two-core machine loses its only broker to a late heartbeat.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // A producer that died inside a transaction hides what follows it until it is aborted.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void small(Properties settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(Topics.MAX_MESSAGE_BYTES + 65536));
    settings.put("log.segment.bytes", Integer.toString(128 << 20));
    settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    settings.put("offsets.topic.segment.bytes", Integer.toString(8 << 20));
    settings.put("transaction.state.log.segment.bytes", Integer.toString(8 << 20));
    // The idle controller need not write a record twice a second.
    settings.put("metadata.max.idle.interval.ms", "5000");
  }
}
