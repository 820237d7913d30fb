package io.alluvium.schemas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Picks from a raw event what makes it the same as another and writes it in key order. The whole
 * rule, top to bottom; docs/content-hash.md tells it in words.
 */
final class CanonicalForm {
  private CanonicalForm() {}

  /**
   * Writes the canonical form of an event.
   *
   * @throws IllegalArgumentException if the kind is not in {@link Kind}: it has no identity yet
   */
  static void write(RawEvent event, CanonicalJson json) {
    var kind = kind(event);
    boolean deleted = event.getDeletion().isPresent();
    boolean withContent = !deleted && !kind.isNamedByContent();
    json.begin();
    if (withContent) {
      single("actor", event.getActor().map(Actor::getId).orElse(null), json);
      for (var attribute : kind.identity()) {
        write(attribute, event, json);
      }
    }
    if (deleted) {
      json.field("deleted", "true");
    }
    json.field("entityKey", event.getEntityKey());
    json.field("hashVersion", Integer.toString(ContentHash.VERSION));
    json.field("kind", kind.id());
    if (withContent) {
      single("text", event.getText().orElse(null), json);
      single("title", event.getTitle().orElse(null), json);
    }
    json.end();
  }

  private static Kind kind(RawEvent event) {
    var known = Kind.of(event.getKind());
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "Kind '%s' has no identity attributes; known kinds are %s"
              .formatted(event.getKind(), List.of(Kind.values())));
    }
    return known.get();
  }

  private static void write(IdentityAttribute attribute, RawEvent event, CanonicalJson json) {
    var key = "attr." + attribute.name();
    switch (attribute.shape()) {
      case SINGLE -> single(key, event.getAttributes().get(attribute.name()), json);
      case ORDERED -> list(key, event.getListAttributes().get(attribute.name()), json);
      case UNORDERED -> list(key, sorted(event.getListAttributes().get(attribute.name())), json);
    }
  }

  // Empty counts as absent: one API answers null where another of the same system answers "" or [].
  private static void single(String key, @Nullable String value, CanonicalJson json) {
    if (value != null && !value.isEmpty()) {
      json.field(key, value);
    }
  }

  private static void list(String key, @Nullable List<String> values, CanonicalJson json) {
    if (values != null && !values.isEmpty()) {
      json.field(key, values);
    }
  }

  private static @Nullable List<String> sorted(@Nullable List<String> values) {
    if (values == null || values.size() < 2) {
      return values;
    }
    var sorted = new ArrayList<>(values);
    // Replaced before sorting, so that the order is that of what is hashed.
    sorted.replaceAll(TextRules::replaceInvalid);
    Collections.sort(sorted);
    return sorted;
  }
}
