package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.iceberg.Values.SMALL;
import static io.alluvium.sinks.iceberg.Values.TEXT;
import static io.alluvium.sinks.iceberg.Values.TEXTS_BY_NAME;
import static io.alluvium.sinks.iceberg.Values.TEXT_BY_NAME;
import static io.alluvium.sinks.iceberg.Values.TIME;
import static io.alluvium.sinks.iceberg.Values.WHOLE;
import static io.alluvium.sinks.iceberg.Values.YES_NO;
import static io.alluvium.sinks.iceberg.Values.orNull;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.sinks.TierRecord;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** Table {@code events}: whole events, one row per content hash and revision. */
final class EventRows {
  static final RowLayout<Placed<TierRecord.Version>> LAYOUT =
      new RowLayout<>(
          List.of(
              must("content_hash", TEXT, "Identity of the content, 64 hex", Event::getContentHash),
              must("revision", WHOLE, "Number within its entity", Event::getRevision),
              must("entity_key", TEXT, "Natural name of the thing", Event::getEntityKey),
              must("current", YES_NO, "Newest version when it arrived", Event::getCurrent),
              must("deleted", YES_NO, "True for a tombstone", Event::getDeleted),
              must("kind", TEXT, "What the thing is", Event::getKind),
              must("type", TEXT, "kind, a dot, created, updated or deleted", Event::getType),
              must("hash_version", SMALL, "Form that was hashed", Event::getHashVersion),
              must("order_epoch", WHOLE, "Order", e -> e.getVersionOrder().getEpoch()),
              must("order_upstream", WHOLE, "Order", e -> e.getVersionOrder().getUpstream()),
              must("order_observation", WHOLE, "Order", e -> e.getVersionOrder().getObservation()),
              must("occurred_at", TIME, "Upstream's time", e -> Values.time(e.getOccurredAt())),
              must("observed_at", TIME, "When it was read", e -> Values.time(e.getObservedAt())),
              must("ingested_at", TIME, "When published", e -> Values.time(e.getIngestedAt())),
              must("source", TEXT, "Source that was published", Event::getSource),
              must("connector_type", TEXT, "Kind of that source", Event::getConnectorType),
              must("scope", TEXT, "Repository, channel, directory", Event::getScope),
              may("verb", TEXT, "What the source said happened", e -> orNull(e.getVerb())),
              may("actor_id", TEXT, "Who did it", e -> orNull(e.getActor().map(Actor::getId))),
              may(
                  "actor_name",
                  TEXT,
                  "As shown then",
                  e -> orNull(e.getActor().flatMap(Actor::getName))),
              may("title", TEXT, "Short name", e -> orNull(e.getTitle())),
              may("text", TEXT, "Text, secrets redacted", e -> orNull(e.getText())),
              must("truncated", YES_NO, "True when text was cut", Event::getTruncated),
              may("url", TEXT, "Where a person opens it", e -> orNull(e.getUrl())),
              may("thread_key", TEXT, "What it belongs to", e -> orNull(e.getThreadKey())),
              must("attributes", TEXT_BY_NAME, "Named values", Event::getAttributes),
              must("list_attributes", TEXTS_BY_NAME, "Named lists", Event::getListAttributes),
              must("visibility", TEXT, "public or private", Event::getVisibility),
              may("payload", Values.BYTES, "Upstream's own form", e -> orNull(e.getPayload())),
              Column.required("shard", SMALL, "Partition of the topic", Placed::shard)));

  private EventRows() {}

  private static Column<Placed<TierRecord.Version>> must(
      String name, Type type, String doc, Function<Event, Object> value) {
    return Column.required(name, type, doc, placed -> value.apply(placed.record().event()));
  }

  private static Column<Placed<TierRecord.Version>> may(
      String name, Type type, String doc, Function<Event, @Nullable Object> value) {
    return Column.optional(name, type, doc, placed -> value.apply(placed.record().event()));
  }

  /** The event of a row. */
  static Event event(Record row) {
    var actor = Values.textOrNull(row, "actor_id");
    var event = RowRecords.filled(new Event(), row);
    event.setVersionOrder(order(row));
    event.setActor(actor == null ? null : new Actor(actor, Values.textOrNull(row, "actor_name")));
    return event;
  }

  private static VersionOrder order(Record row) {
    return new VersionOrder(
        Values.required(row, "order_epoch", Long.class),
        Values.required(row, "order_upstream", Long.class),
        Values.required(row, "order_observation", Long.class));
  }
}
