package io.alluvium.schemas.connect;

import io.alluvium.schemas.registry.BoundedDecoder;
import io.alluvium.schemas.registry.IncompatibleSchemaException;
import io.alluvium.schemas.registry.RegistryUnreachableException;
import io.alluvium.schemas.registry.SchemaNotFoundException;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import io.alluvium.schemas.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's way between structs and Avro in Confluent's wire format; subject = topic + {@code
 * -value} (for keys {@code -key}).
 *
 * <p>Works out a schema once per topic and schema, then follows the plan. Thread-safe. Null stays
 * null. Throws {@link RetriableException} while no registry answers, so a connector with {@code
 * errors.retry.timeout} waits instead of failing, and {@link DataException} for what is not ours.
 */
public final class AvroConverter implements Converter {
  static final String REGISTRY_URL = "schema.registry.url";

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              REGISTRY_URL,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              ConfigDef.Importance.HIGH,
              "Addresses of a schema registry that speaks the Confluent REST API, comma-separated;"
                  + " each may have a path and user:password@.");

  /** How structs of one schema are written to one topic. */
  private record Writing(Schema schema, RecordPlan plan, int schemaId) {}

  private final Map<String, Writing> writings = new ConcurrentHashMap<>();
  private final Map<Integer, RecordPlan> readings = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistryClient registry;
  private String suffix = "-value";

  @Override
  public ConfigDef config() {
    return DEFINITION;
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    var url = new AbstractConfig(DEFINITION, settings, false).getString(REGISTRY_URL);
    try {
      registry = SchemaRegistryClient.of(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(REGISTRY_URL, url, e.getMessage());
    }
    suffix = isKey ? "-key" : "-value";
  }

  @Override
  public byte @Nullable [] fromConnectData(
      String topic, @Nullable Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (schema == null || !(value instanceof Struct struct)) {
      throw new DataException("Expected a struct with its schema for " + topic);
    }
    var writing = writing(topic, schema);
    var bytes = new ByteArrayOutputStream(1024);
    bytes.writeBytes(WireFormat.header(writing.schemaId()));
    try {
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      writing.plan().write(struct, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new DataException("Cannot write struct for " + topic + ": " + e, e);
    }
    return bytes.toByteArray();
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return SchemaAndValue.NULL;
    }
    try {
      var plan = reading(WireFormat.schemaId(bytes));
      var decoder = new BoundedDecoder(bytes, WireFormat.HEADER_LENGTH);
      return new SchemaAndValue(plan.schema(), plan.read(decoder));
    } catch (UndecodableRecordException | AvroRuntimeException | IOException e) {
      throw new DataException("Record of " + topic + " is not Avro we can read: " + e, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Nearly always true, and comparing whole schemas is slow.
  private Writing writing(String topic, Schema schema) {
    var known = writings.get(topic);
    if (known != null && (known.schema() == schema || known.schema().equals(schema))) {
      return known;
    }
    var avro = AvroSchemas.of(schema);
    try {
      int id = registry().register(topic + suffix, avro);
      var writing = new Writing(schema, plan(schema, avro), id);
      writings.put(topic, writing);
      return writing;
    } catch (RegistryUnreachableException e) {
      throw new RetriableException(e.getMessage(), e);
    } catch (IncompatibleSchemaException e) {
      throw new DataException(
          "Registry refuses the schema for " + topic + ": " + e.getMessage(), e);
    }
  }

  /** Ours where it is ours, so that struct and plan share one schema and fields need no lookup. */
  private static RecordPlan plan(Schema schema, org.apache.avro.Schema avro) {
    var plan = ConnectStructs.plan(avro);
    return new RecordPlan(
        avro, plan.schema().equals(schema) ? schema : plan.schema(), plan.fields());
  }

  private RecordPlan reading(int id) {
    var known = readings.get(id);
    if (known != null) {
      return known;
    }
    try {
      var plan = ConnectStructs.plan(registry().byId(id));
      readings.put(id, plan);
      return plan;
    } catch (RegistryUnreachableException e) {
      throw new RetriableException(e.getMessage(), e);
    } catch (SchemaNotFoundException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private SchemaRegistryClient registry() {
    if (registry == null) {
      throw new IllegalStateException("configure() comes first");
    }
    return registry;
  }
}
