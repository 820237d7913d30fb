import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Hash and dedupe as one would write them in Flink: keyed by the hash, a flag per key that lives as
 * long as ours. Each event is decoded once and encoded once, before it changes threads.
 */
public final class FlinkPeer {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private FlinkPeer() {}

  public static void main(String[] arguments) throws Exception {
    var bootstrap = arguments[0];
    var name = "flink-" + System.nanoTime();
    var environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            Runtime.getRuntime().availableProcessors(), settings(name, arguments[4]));
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
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "raw", BYTES)
        .map(new Hash(arguments[1]))
        .returns(Types.TUPLE(Types.LONG, Types.LONG, BYTES))
        .keyBy(new ByHash(), Types.TUPLE(Types.LONG, Types.LONG))
        .process(new Dedupe())
        .returns(BYTES)
        .sinkTo(sink(bootstrap, arguments[3], name));
    environment.execute(name);
  }

  private static Configuration settings(String name, String backend) {
    var settings = new Configuration();
    settings.setString("state.backend.type", backend);
    settings.setString("execution.checkpointing.interval", "1s");
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

  private static KafkaSink<byte[]> sink(String bootstrap, String topic, String name) {
    return KafkaSink.<byte[]>builder()
        .setBootstrapServers(bootstrap)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(name)
        .setProperty("transaction.timeout.ms", "600000")
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "5")
        .setProperty("batch.size", "131072")
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<byte[]>builder()
                .setTopic(topic)
                .setValueSerializationSchema(new AsItIs())
                .build())
        .build();
  }

  private static final class AsItIs implements SerializationSchema<byte[]> {
    @Override
    public byte[] serialize(byte[] bytes) {
      return bytes;
    }
  }

  /** Decodes, hashes and encodes. */
  private static final class Hash extends RichMapFunction<byte[], Tuple3<Long, Long, byte[]>> {
    private final String registryUrl;
    private transient Deserializer<RawEvent> deserializer;
    private transient Serializer<RawEvent> serializer;

    Hash(String registryUrl) {
      this.registryUrl = registryUrl;
    }

    @Override
    public void open(OpenContext context) {
      var serde = AvroSerde.of(RawEvent.class, SchemaRegistryClient.of(registryUrl));
      deserializer = serde.deserializer();
      serializer = serde.serializer();
    }

    @Override
    public Tuple3<Long, Long, byte[]> map(byte[] bytes) {
      var raw = deserializer.deserialize("raw", bytes);
      var hash = ContentHash.of(raw).hex();
      return Tuple3.of(
          Long.parseUnsignedLong(hash, 0, 16, 16),
          Long.parseUnsignedLong(hash, 16, 32, 16),
          serializer.serialize("raw", raw));
    }
  }

  private static final class ByHash
      implements KeySelector<Tuple3<Long, Long, byte[]>, Tuple2<Long, Long>> {
    @Override
    public Tuple2<Long, Long> getKey(Tuple3<Long, Long, byte[]> event) {
      return Tuple2.of(event.f0, event.f1);
    }
  }

  private static final class Dedupe
      extends KeyedProcessFunction<Tuple2<Long, Long>, Tuple3<Long, Long, byte[]>, byte[]> {
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
        Tuple3<Long, Long, byte[]> event, Context context, Collector<byte[]> out) throws Exception {
      if (seen.value() == null) {
        seen.update(true);
        out.collect(event.f2);
      }
    }
  }
}
