package io.alluvium.app.embedded;

import io.alluvium.schemas.Topics;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;

/**
 * A real Kafka Connect worker in this process, distributed mode, so that connectors behave here as
 * on any cluster. Sources write in transactions together with their offsets: what a source says it
 * has published and what is on the topics never differ, even after kill -9.
 */
public final class ConnectWorker implements AutoCloseable {
  private static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";

  private final Connect<DistributedHerder> connect;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ConnectWorker(Connect<DistributedHerder> connect) {
    this.connect = connect;
  }

  /**
   * Starts the worker. Its REST API listens on return; it answers once the worker has joined its
   * group.
   *
   * @param bootstrapServers the Kafka it works on
   * @param port port of its REST API on 127.0.0.1
   * @param prefix what its group and its topics are called after
   */
  public static ConnectWorker start(String bootstrapServers, int port, String prefix) {
    return new ConnectWorker(
        new ConnectDistributed().startConnect(settings(bootstrapServers, port, prefix)));
  }

  /** Address of its REST API. */
  public URI url() {
    return connect.rest().serverUrl().resolve("/");
  }

  /** Stops tasks, commits their offsets, leaves the group. May be called more than once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connect.stop();
      connect.awaitStop();
    }
  }

  private static Map<String, String> settings(String bootstrapServers, int port, String prefix) {
    var settings = new HashMap<String, String>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("group.id", prefix + "-connect");
    for (var topic : new String[] {"config", "offset", "status"}) {
      settings.put(topic + ".storage.topic", prefix + ".connect." + topic);
      settings.put(topic + ".storage.replication.factor", "-1");
    }
    settings.put("offset.storage.partitions", "1");
    settings.put("status.storage.partitions", "1");
    settings.put("listeners", "http://127.0.0.1:" + port);
    settings.put("rest.advertised.host.name", "127.0.0.1");
    settings.put("key.converter", STRING_CONVERTER);
    settings.put("value.converter", STRING_CONVERTER);
    settings.put("header.converter", STRING_CONVERTER);
    settings.put("plugin.discovery", "service_load");
    settings.put("exactly.once.source.support", "enabled");
    settings.put("topic.creation.enable", "false");
    settings.put("offset.flush.interval.ms", "1000");
    settings.put("scheduled.rebalance.max.delay.ms", "0");
    // After kill -9 the group waits for the worker that died; it is always the same one.
    settings.put("session.timeout.ms", "3000");
    settings.put("heartbeat.interval.ms", "1000");
    // A secret stands in the configuration as ${env:NAME} or ${file:/path:key}.
    settings.put("config.providers", "env,file");
    settings.put(
        "config.providers.env.class",
        "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
    settings.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    producers(settings);
    return settings;
  }

  private static void producers(Map<String, String> settings) {
    settings.put("producer.max.request.size", Integer.toString(Topics.MAX_MESSAGE_BYTES));
    settings.put("producer.buffer.memory", Integer.toString(4 * Topics.MAX_MESSAGE_BYTES));
    settings.put("producer.compression.type", "lz4");
    settings.put("producer.batch.size", "65536");
    settings.put("producer.linger.ms", "5");
    // A transaction that begins while the last one's markers are being written is asked to wait.
    settings.put("producer.retry.backoff.ms", "5");
    // A task that was killed inside a transaction hides the offsets behind it for no longer.
    settings.put("producer.transaction.timeout.ms", "10000");
  }
}
