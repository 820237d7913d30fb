package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Hash and dedupe as one would write them in Flink: keyed by the hash, a flag per key that lives as
 * long as ours. Each event is decoded once and encoded once, before it changes threads. What comes
 * out is what ours writes: the same event under the same key, on its entity's partition, with the
 * same headers; in transactions that are as long as ours, by a producer with the same settings.
 */
public final class FlinkPeer {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private static final List<String> HEADERS =
      List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time");

  private FlinkPeer() {}

  public static void main(String[] arguments) throws Exception {
    var bootstrap = arguments[0];
    var name = "flink-" + System.nanoTime();
    var environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            Runtime.getRuntime().availableProcessors(), settings(name, arguments[4], arguments[5]));
    var source =
        KafkaSource.<byte[]>builder()
            .setBootstrapServers(bootstrap)
            .setTopics(arguments[2])
            .setGroupId(name)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(
                KafkaRecordDeserializationSchema.valueOnly(ByteArrayDeserializer.class))
            .setProperty("max.poll.records", "5000")
            .setProperty("fetch.min.bytes", "262144")
            .build();
    TypeInformation<Tuple5<Long, Long, byte[], byte[], byte[]>> hashed =
        Types.TUPLE(Types.LONG, Types.LONG, BYTES, BYTES, BYTES);
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "raw", BYTES)
        .map(new Hash(arguments[1]))
        .returns(hashed)
        .keyBy(new ByHash(), Types.TUPLE(Types.LONG, Types.LONG))
        .process(new Dedupe())
        .returns(hashed)
        .sinkTo(sink(bootstrap, arguments[3], name));
    environment.execute(name);
  }

  private static Configuration settings(String name, String backend, String interval) {
    var settings = new Configuration();
    settings.setString("state.backend.type", backend);
    settings.setString("execution.checkpointing.interval", interval);
    settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    settings.setString("execution.checkpointing.incremental", "true");
    var directory = Path.of(name).toAbsolutePath();
    settings.setString(
        "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    settings.setString("state.backend.rocksdb.localdir", directory.resolve("rocksdb").toString());
    settings.setString("taskmanager.memory.managed.size", "512m");
    settings.setString("taskmanager.memory.network.min", "128m");
    settings.setString("taskmanager.memory.network.max", "128m");
    settings.setString("pipeline.object-reuse", "true");
    settings.setString("rest.bind-port", "0");
    settings.setString("rest.bind-address", "127.0.0.1");
    return settings;
  }

  private static KafkaSink<Tuple5<Long, Long, byte[], byte[], byte[]>> sink(
      String bootstrap, String topic, String name) {
    return KafkaSink.<Tuple5<Long, Long, byte[], byte[], byte[]>>builder()
        .setBootstrapServers(bootstrap)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(name)
        .setProperty("transaction.timeout.ms", "600000")
        // As StreamsSettings has them.
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "100")
        .setProperty("batch.size", "131072")
        .setProperty("max.in.flight.requests.per.connection", "1")
        .setRecordSerializer(new ToEvent(topic))
        .build();
  }

  /** The record as our topology writes it. */
  private static final class ToEvent
      implements KafkaRecordSerializationSchema<Tuple5<Long, Long, byte[], byte[], byte[]>> {
    private final String topic;

    ToEvent(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Tuple5<Long, Long, byte[], byte[], byte[]> event, KafkaSinkContext context, Long time) {
      var values = ByteBuffer.wrap(event.f4);
      var headers = new RecordHeaders();
      for (var name : HEADERS) {
        var value = new byte[values.getShort()];
        values.get(value);
        headers.add(name, value);
      }
      return new ProducerRecord<>(topic, null, time, event.f2, event.f3, headers);
    }
  }

  /** Decodes, hashes and encodes: hash, key, event and the values of its headers. */
  private static final class Hash
      extends RichMapFunction<byte[], Tuple5<Long, Long, byte[], byte[], byte[]>> {
    private final String registryUrl;
    private transient Deserializer<RawEvent> deserializer;
    private transient Serializer<Event> serializer;

    Hash(String registryUrl) {
      this.registryUrl = registryUrl;
    }

    @Override
    public void open(OpenContext context) {
      var registry = SchemaRegistryClient.of(registryUrl);
      deserializer = AvroSerde.of(RawEvent.class, registry).deserializer();
      serializer = AvroSerde.of(Event.class, registry).serializer();
    }

    @Override
    public Tuple5<Long, Long, byte[], byte[], byte[]> map(byte[] bytes) {
      var raw = deserializer.deserialize("raw", bytes);
      var hash = ContentHash.of(raw).hex();
      var event =
          new Report(raw, hash, Instant.EPOCH).event(raw.getVersionOrder(), 0, true, "created");
      return Tuple5.of(
          Long.parseUnsignedLong(hash, 0, 16, 16),
          Long.parseUnsignedLong(hash, 16, 32, 16),
          raw.getEntityKey().getBytes(UTF_8),
          serializer.serialize("event", event),
          headers(event));
    }

    private static byte[] headers(Event event) {
      var headers = CloudEvents.headers(event).toArray();
      int length = 0;
      for (var header : headers) {
        length += Short.BYTES + header.value().length;
      }
      var values = ByteBuffer.allocate(length);
      for (var header : headers) {
        values.putShort((short) header.value().length).put(header.value());
      }
      return values.array();
    }
  }

  private static final class ByHash
      implements KeySelector<
          Tuple5<Long, Long, byte[], byte[], byte[]>, Tuple2<Long, Long>> {
    @Override
    public Tuple2<Long, Long> getKey(Tuple5<Long, Long, byte[], byte[], byte[]> event) {
      return Tuple2.of(event.f0, event.f1);
    }
  }

  private static final class Dedupe
      extends KeyedProcessFunction<
          Tuple2<Long, Long>,
          Tuple5<Long, Long, byte[], byte[], byte[]>,
          Tuple5<Long, Long, byte[], byte[], byte[]>> {
    private transient ValueState<Boolean> seen;

    @Override
    public void open(OpenContext context) {
      var descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
      descriptor.enableTimeToLive(
          StateTtlConfig.newBuilder(Duration.ofDays(30))
              .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
              .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
              .build());
      seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(
        Tuple5<Long, Long, byte[], byte[], byte[]> event,
        Context context,
        Collector<Tuple5<Long, Long, byte[], byte[], byte[]>> out)
        throws Exception {
      if (seen.value() == null) {
        seen.update(true);
        out.collect(event);
      }
    }
  }
}
