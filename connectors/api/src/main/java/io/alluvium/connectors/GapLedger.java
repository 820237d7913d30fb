package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Open gaps of one reader, in each of its scopes. */
final class GapLedger {
  /** What subjects of our own begin with; no reader's subject does. */
  static final String OWN = "\u0000";

  private final Map<String, ScopeGaps> scopes = new LinkedHashMap<>();

  GapLedger(RecordFactory records, SourceReader<?> reader, ReaderContext context) {
    ScopeAxis.of(reader)
        .forEach((scope, place) -> {
          var cell = SourceOffsets.gaps(records.source(), scope, place.axis());
          scopes.put(scope, new ScopeGaps(records, place, context.stored(cell)));
        });
  }

  /** Those of one scope. */
  ScopeGaps of(String scope) {
    return Objects.requireNonNull(scopes.get(scope), scope);
  }

  /** Opens a gap in every scope. */
  void open(Batch batch, String subject, FailureReason reason, String message, Instant now) {
    scopes.values().forEach(gaps -> gaps.open(batch, subject, reason, message, now));
  }

  /** Closes a gap wherever it is open. */
  void close(Batch batch, String subject, Instant now) {
    scopes.values().forEach(gaps -> gaps.close(batch, subject, now));
  }

  /** Opens the gap of something that a reader could not read. */
  void open(Batch batch, Reading.Failed<?> failed, Instant now) {
    in(failed.scopes())
        .forEach(
            gaps -> gaps.open(batch, failed.subject(), failed.reason(), failed.message(), now));
  }

  /** Closes the gap of something that has been read since. */
  void close(Batch batch, Reading.Recovered<?> recovered, Instant now) {
    in(recovered.scopes()).forEach(gaps -> gaps.close(batch, recovered.subject(), now));
  }

  private Collection<ScopeGaps> in(Set<String> chosen) {
    return chosen.isEmpty() ? scopes.values() : chosen.stream().map(this::of).toList();
  }
}
