package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.http.UpstreamJson;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event being made of one JSON object. */
final class Draft {
  private static final int HASH_LENGTH = 12;

  private final JsonNode json;
  private final RawEvent.Builder event = RawEvent.newBuilder();
  private final Map<String, String> attributes = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();

  Draft(String kind, EntityKey key, JsonNode json) {
    this.json = json;
    event.setKind(kind).setEntityKey(key.value());
    Json.text(json, "html_url").ifPresent(event::setUrl);
  }

  /** When this version came to be, which also orders it among the others. */
  Draft at(Instant time) {
    event.setOccurredAt(time);
    event.setVersionOrder(new VersionOrder(0L, ChronoUnit.MICROS.between(Instant.EPOCH, time), 0L));
    return this;
  }

  Draft verb(String verb) {
    event.setVerb(verb);
    return this;
  }

  /** Who did it: the numeric id, which stays, and the name of today. */
  Draft actor(JsonNode user) {
    Json.text(user, "id")
        .ifPresent(id -> {
          var actor = Actor.newBuilder().setId(id);
          Json.text(user, "login").ifPresent(actor::setName);
          event.setActor(actor.build());
        });
    return this;
  }

  Draft title(Optional<String> title) {
    title.ifPresent(event::setTitle);
    return this;
  }

  Draft text(String field) {
    Json.text(json, field).ifPresent(event::setText);
    return this;
  }

  Draft thread(EntityKey key) {
    event.setThreadKey(key.value());
    return this;
  }

  Draft hidden(boolean hidden) {
    if (hidden) {
      event.setVisibility("private");
    }
    return this;
  }

  /** An attribute with the value of a field, if it has one. */
  Draft field(String name, String field) {
    return value(name, Json.text(json, field));
  }

  /** Attributes that are called as their fields are. */
  Draft fields(String... names) {
    for (var name : names) {
      field(name, name);
    }
    return this;
  }

  Draft value(String name, Optional<String> value) {
    value.ifPresent(present -> attributes.put(name, present));
    return this;
  }

  /** An attribute that is "true" or absent. */
  Draft flag(String name, boolean set) {
    if (set) {
      attributes.put(name, "true");
    }
    return this;
  }

  Draft list(String name, List<String> values) {
    if (!values.isEmpty()) {
      lists.put(name, values);
    }
    return this;
  }

  /**
   * The event, made.
   *
   * @param id what its reader calls the thing
   */
  Found found(String id, Instant time, boolean settled) {
    event.setAttributes(attributes);
    event.setListAttributes(lists);
    var hash = hash();
    event.setPayload(UpstreamJson.bytes(json));
    return new Found(id, event, time, hash, settled);
  }

  Found found(String id, Instant time) {
    return found(id, time, true);
  }

  // By identity alone: what GitHub changes by itself makes no new version. What the task fills in
  // later has to be there for a moment; a copy would cost more than the hash.
  private String hash() {
    event.setSource("").setConnectorType("").setScope("").setObservedAt(Instant.EPOCH);
    event.setSourcePartition("").setSourceOffset("");
    var hash = ContentHash.of(event.build()).hex().substring(0, HASH_LENGTH);
    event.clearSource().clearConnectorType().clearScope().clearObservedAt();
    event.clearSourcePartition().clearSourceOffset();
    return hash;
  }
}
