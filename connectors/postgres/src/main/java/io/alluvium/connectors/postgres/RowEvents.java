package io.alluvium.connectors.postgres;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes events of rows. */
final class RowEvents {
  private static final String KIND = "row";
  private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final String server;
  private final String database;
  private final long epoch;
  private final Map<TableName, String> bases = new HashMap<>();

  /**
   * @param server name of the server in entity keys
   * @param epoch which cluster and history of it: the first part of the version order
   */
  RowEvents(String server, String database, long epoch) {
    this.server = server;
    this.database = database;
    this.epoch = epoch;
  }

  String entityKey(TableName table, List<String> key) {
    return EntityKey.row(server, database, table.schema(), table.table(), key).value();
  }

  /** What names a row in {@link KnownRows}. */
  String knownId(TableName table, String entityKey) {
    return table + entityKey.substring(base(table).length());
  }

  /** An event that says that a known row is gone; upstream states no order for it. */
  RawEvent.Builder gone(TableName table, String knownId, Instant at) {
    return RawEvent.newBuilder()
        .setKind(KIND)
        .setScope(table.toString())
        .setEntityKey(base(table) + knownId.substring(table.toString().length()))
        .setOccurredAt(at)
        .setVerb("deleted")
        .setAttributes(Map.of("schema", table.schema(), "table", table.table()));
  }

  // Up to the slash before the key.
  private String base(TableName table) {
    return bases.computeIfAbsent(
        table,
        name -> {
          var withKey = entityKey(name, List.of("k"));
          return withKey.substring(0, withKey.length() - 2);
        });
  }

  /** The version order of what a place in the log says. */
  VersionOrder order(long lsn) {
    return new VersionOrder(epoch, lsn, 0L);
  }

  /** An event of a version of a row. */
  RawEvent.Builder event(RowVersion version) {
    var name = version.rows().name();
    var change = version.change();
    var event =
        RawEvent.newBuilder()
            .setKind(KIND)
            .setScope(name.toString())
            .setEntityKey(entityKey(name, version.key()))
            .setVersionOrder(order(version.order()))
            .setOccurredAt(change.place().time());
    change.verb().ifPresent(event::setVerb);
    var attributes = new HashMap<String, String>();
    attributes.put("schema", name.schema());
    attributes.put("table", name.table());
    if (change.deleted()) {
      event.setDeletion("stated");
    } else {
      fill(event, version.rows(), version.columns());
      attributes.put(KIND, RowJson.of(published(version.rows(), version.columns())));
    }
    return event.setAttributes(attributes);
  }

  private void fill(RawEvent.Builder event, Followed rows, Map<String, String> columns) {
    var mapping = rows.mapping();
    mapping
        .one(TableMapping.TIME)
        .map(columns::get)
        .flatMap(RowEvents::time)
        .ifPresent(event::setOccurredAt);
    mapping
        .one(TableMapping.ACTOR)
        .map(columns::get)
        .ifPresent(id -> event.setActor(actor(id, mapping, columns)));
    mapping.one(TableMapping.TITLE).map(columns::get).ifPresent(event::setTitle);
    var text =
        mapping.all(TableMapping.TEXT).stream()
            .map(columns::get)
            .filter(part -> part != null && !part.isEmpty())
            .collect(Collectors.joining("\n\n"));
    if (!text.isEmpty()) {
      event.setText(text);
    }
    thread(mapping, columns).ifPresent(event::setThreadKey);
  }

  private static Actor actor(String id, TableMapping mapping, Map<String, String> columns) {
    return Actor.newBuilder()
        .setId(id)
        .setName(mapping.one(TableMapping.ACTOR_NAME).map(columns::get).orElse(null))
        .build();
  }

  private Optional<String> thread(TableMapping mapping, Map<String, String> columns) {
    var key = mapping.all(TableMapping.THREAD).stream().map(columns::get).toList();
    return key.isEmpty() || key.contains(null)
        ? Optional.empty()
        : Optional.of(entityKey(mapping.threadTable(), key));
  }

  private static Map<String, String> published(Followed rows, Map<String, String> columns) {
    var published = new HashMap<String, String>();
    for (var column : rows.published()) {
      var value = columns.get(column);
      if (value != null) {
        published.put(column, value);
      }
    }
    return published;
  }

  /** The moment that a date or time stands for; one without a zone is taken as UTC. */
  static Optional<Instant> time(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    return parse(text).filter(time -> time.isAfter(EARLIEST) && time.isBefore(LATEST));
  }

  private static Optional<Instant> parse(String text) {
    try {
      if (text.indexOf('T') < 0) {
        return Optional.of(
            LocalDate.parse(text.replaceFirst("Z$", "")).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException withoutZone) {
      try {
        return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException infinite) {
        return Optional.empty();
      }
    }
  }
}
