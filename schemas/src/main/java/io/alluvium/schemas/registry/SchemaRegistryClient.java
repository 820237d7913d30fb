package io.alluvium.schemas.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Registers schemas and finds them by id, at any server that speaks the Confluent Schema Registry
 * REST API; Avro without references.
 *
 * <p>Thread-safe. An answer is kept for ever (ids never change their schema), so a topic costs one
 * request in the life of a process; that a schema does not exist is believed for a few seconds.
 */
public final class SchemaRegistryClient {
  private static final long BELIEVE_ABSENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_ABSENT = 10_000;

  private final RegistryHttp http;
  private final Map<String, Map<Schema, Integer>> idsBySubject = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Long> absentSince = new ConcurrentHashMap<>();

  /**
   * Opens nothing yet.
   *
   * @param urls addresses of one registry, tried in turn; each may have a path and {@code
   *     user:password@}
   * @throws IllegalArgumentException if there is none, or one is not HTTP
   */
  public SchemaRegistryClient(List<URI> urls) {
    this(urls, RegistryRetries.DEFAULT);
  }

  SchemaRegistryClient(List<URI> urls, RegistryRetries retries) {
    http = new RegistryHttp(urls, retries);
  }

  /**
   * A client for addresses as they stand in a configuration.
   *
   * @param urls one or more, separated by commas
   * @throws IllegalArgumentException if there is none, or one is not HTTP
   */
  public static SchemaRegistryClient of(String urls) {
    var addresses =
        Stream.of(urls.split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(URI::create)
            .toList();
    return new SchemaRegistryClient(addresses);
  }

  /**
   * Id of a schema under a subject; registers it if it is new.
   *
   * @throws IncompatibleSchemaException if the subject's compatibility rule refuses it
   * @throws RegistryUnreachableException if no address answers
   */
  public int register(String subject, Schema schema) {
    var ids = idsBySubject.computeIfAbsent(subject, s -> new ConcurrentHashMap<>());
    var known = ids.get(schema);
    if (known != null) {
      return known;
    }
    // Two threads may both ask: the registry gives them the same id, and nobody waits on a lock.
    var body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString()).toString();
    var path = "subjects/" + encode(subject) + "/versions";
    int id = http.ask(path, body).path("id").asInt();
    ids.put(schema, id);
    schemas.put(id, schema);
    absentSince.remove(id);
    return id;
  }

  /**
   * Schema of an id.
   *
   * @throws SchemaNotFoundException if the registry has none, or one that is not plain Avro
   * @throws RegistryUnreachableException if no address answers
   */
  public Schema byId(int id) {
    var known = schemas.get(id);
    if (known != null) {
      return known;
    }
    var absent = absentSince.get(id);
    if (absent != null && System.nanoTime() - absent < BELIEVE_ABSENCE_NANOS) {
      throw new SchemaNotFoundException("Schema " + id + " not found", null);
    }
    try {
      var schema = fetch(id);
      schemas.put(id, schema);
      return schema;
    } catch (SchemaNotFoundException e) {
      remember(id);
      throw e;
    }
  }

  private Schema fetch(int id) {
    var answer = http.ask("schemas/ids/" + id, null);
    var type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO") || !answer.path("references").isEmpty()) {
      throw new SchemaNotFoundException(
          "Schema " + id + " is not plain Avro: type " + type + ", or with references", null);
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new SchemaNotFoundException("Schema " + id + " is not valid Avro: " + e, e);
    }
  }

  private void remember(int absentId) {
    // Bytes that are no Avro can name any id: do not let them fill the memory.
    if (absentSince.size() >= MOST_ABSENT) {
      absentSince.clear();
    }
    absentSince.put(absentId, System.nanoTime());
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
