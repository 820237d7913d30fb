package io.alluvium.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * Schemas as other languages know them: without the marks that tell Java which string class to use.
 * This is what goes into the registry.
 */
public final class PlainSchemas {
  private static final String JAVA_STRING = "avro.java.string";
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlainSchemas() {}

  /** The same schema without Java's marks; documentation and defaults stay. */
  public static Schema of(Schema schema) {
    try {
      var json = plain(JSON.readTree(schema.toString()));
      return new Schema.Parser().parse(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Schema does not print as JSON: " + schema, e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, plain(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      boolean marked = object.remove(JAVA_STRING) != null;
      if (marked && object.size() == 1) {
        return object.get("type");
      }
      object.properties().forEach(entry -> entry.setValue(plain(entry.getValue())));
    }
    return node;
  }
}
