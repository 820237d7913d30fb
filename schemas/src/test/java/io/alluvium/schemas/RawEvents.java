package io.alluvium.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Raw events as tests need them. */
final class RawEvents {
  private RawEvents() {}

  /** A complete event of which nothing is hashed but kind and entity key. */
  static RawEvent.Builder bare(String kind, String entityKey) {
    return RawEvent.newBuilder()
        .setSource("laptop")
        .setConnectorType("files")
        .setScope("/work")
        .setKind(kind)
        .setEntityKey(entityKey)
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.parse("2026-11-20T10:00:00.123456Z"))
        .setObservedAt(Instant.parse("2026-11-20T10:00:01.654321Z"))
        .setSourcePartition("p")
        .setSourceOffset("o");
  }

  /** The event of one case of {@code content-hash/cases.json}. */
  static RawEvent of(JsonNode event) {
    var actor = event.get("actor");
    return bare(event.get("kind").asText(), event.get("entityKey").asText())
        .setDeletion(text(event, "deletion"))
        .setActor(actor == null ? null : new Actor(actor.get("id").asText(), text(actor, "name")))
        .setTitle(text(event, "title"))
        .setText(text(event, "text"))
        .setAttributes(attributes(event.path("attributes")))
        .setListAttributes(lists(event.path("listAttributes")))
        .build();
  }

  private static String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }

  private static Map<String, String> attributes(JsonNode node) {
    var attributes = new HashMap<String, String>();
    node.properties().forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return attributes;
  }

  private static Map<String, List<String>> lists(JsonNode node) {
    var lists = new HashMap<String, List<String>>();
    node.properties()
        .forEach(entry -> {
          var values = new ArrayList<String>();
          entry.getValue().forEach(value -> values.add(value.asText()));
          lists.put(entry.getKey(), values);
        });
    return lists;
  }
}
