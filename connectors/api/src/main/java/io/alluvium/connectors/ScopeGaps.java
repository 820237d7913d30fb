package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Open gaps of one axis of one scope: what may be missing and why, until it is filled. */
final class ScopeGaps {
  private static final String OPEN = "open";

  private final RecordFactory records;
  private final ScopeAxis place;
  private final Map<String, Gap> open = new TreeMap<>();
  private final OffsetCell cell;

  ScopeGaps(RecordFactory records, ScopeAxis place, Map<String, String> stored) {
    this.records = records;
    this.place = place;
    decode(stored).forEach(gap -> open.put(gap.getFrom(), gap));
    this.cell =
        new OffsetCell(
            SourceOffsets.gaps(records.source(), place.scope(), place.axis()),
            stored,
            this::encode);
  }

  private static Stream<Gap> decode(Map<String, String> stored) {
    return stored
        .getOrDefault(OPEN, "")
        .lines()
        .map(line -> StoredRecord.decode(Gap.getDecoder(), line));
  }

  /** Subjects of the stored gaps that a reader opened. */
  static Set<String> subjects(Map<String, String> stored) {
    return decode(stored)
        .map(Gap::getFrom)
        .filter(subject -> !subject.startsWith(GapLedger.OWN))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean isOpen(String subject) {
    return open.containsKey(subject);
  }

  /** Since when a gap is open; empty if it is not. */
  Optional<Instant> openedAt(String subject) {
    return Optional.ofNullable(open.get(subject)).map(Gap::getOpenedAt);
  }

  /** Opens a gap; says nothing when the same is open already. */
  void open(Batch batch, String subject, FailureReason reason, String message, Instant now) {
    var before = open.get(subject);
    if (before != null
        && before.getReason().equals(reason.name())
        && before.getMessage().equals(message)) {
      return;
    }
    var gap = gap(subject, reason, message, before == null ? now : before.getOpenedAt());
    open.put(subject, gap);
    batch.add(record(gap), cell);
  }

  /** Closes a gap if it is open. */
  void close(Batch batch, String subject, Instant now) {
    var gap = open.remove(subject);
    if (gap != null) {
      batch.add(record(Gap.newBuilder(gap).setClosedAt(now).build()), cell);
    }
  }

  /** A gap that lies in no offset of its own. */
  Gap gap(String subject, FailureReason reason, String message, Instant openedAt) {
    var id = String.join("\u0000", records.source(), place.scope(), place.axis(), subject);
    return Gap.newBuilder()
        .setId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString())
        .setSource(records.source())
        .setScope(place.scope())
        .setScopeName(place.scopeName())
        .setAxis(place.axis())
        .setFrom(subject)
        .setTo(subject)
        .setReason(reason.name())
        .setMessage(message)
        .setOpenedAt(openedAt)
        .build();
  }

  Batch.Outgoing record(Gap gap) {
    return records.plain(records.topics().gaps(), gap.getId(), gap);
  }

  private Map<String, String> encode() {
    return Map.of(
        OPEN,
        open.values().stream()
            .map(gap -> StoredRecord.encode(Gap.getEncoder(), gap))
            .collect(Collectors.joining("\n")));
  }
}
