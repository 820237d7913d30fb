package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * One reader of a running task: where it is, and what its readings become. Used by the task's
 * thread.
 */
final class ReaderStream<P extends Position> implements AutoCloseable {
  /** A bucket of the entities that a stream knows. */
  private record Bucket(ReaderStream<?> stream, int number) {}

  private static final String WHOLE = "";
  private static final String DROPPED = GapLedger.OWN + "dropped";
  private static final String PENDING_SINCE = "pending.since";

  private final SourceReader<P> reader;
  private final RecordFactory records;
  private final ObservationClock clock;
  private final Optional<ReaderContext.Known> known;
  private final Map<String, String> positionPartition;
  private final GapLedger gaps;
  private final ReaderRun run;
  private final Map<String, ClaimLedger> claims = new LinkedHashMap<>();
  private final Set<String> pending = new HashSet<>();
  private final Pause pause;
  private final Schedule schedule;
  private final String source;
  private P position;
  private Map<String, String> storedPosition = Map.of();
  private Optional<String> pendingSince;
  private boolean announced;
  private boolean stretchEnded;
  // Whether an event has moved the position without carrying it, since its known bucket rode on it.
  private boolean positionOwed;

  ReaderStream(
      SourceReader<P> reader,
      RecordFactory records,
      ReaderContext context,
      TaskRuns runs,
      SourceConfig config) {
    this.reader = reader;
    this.schedule = config.schedule();
    this.records = records;
    this.clock = context.clock();
    this.source = records.source();
    this.pause = new Pause(source + ": " + reader.axis() + " of " + reader.scopeName());
    this.known = context.knownOf(reader);
    this.gaps = new GapLedger(records, reader, context);
    this.run = new ReaderRun(runs, records, reader);
    boolean deletions = config.exactlyOnce() || reader.statesDeletions();
    ScopeAxis.of(reader)
        .forEach((scope, place) -> {
          var stored = context.stored(SourceOffsets.claim(source, scope, place.axis()));
          claims.put(scope, new ClaimLedger(run, records, place, deletions, stored));
        });
    this.positionPartition = SourceOffsets.position(source, reader);
    var stored = context.stored(positionPartition);
    this.announced = !stored.isEmpty();
    this.position = announced ? reader.resume(stored) : reader.begin();
    this.storedPosition = announced ? position.toOffset() : Map.of();
    this.pendingSince =
        announced
            ? Optional.ofNullable(stored.get(PENDING_SINCE))
            : Optional.of(Long.toString(clock.next()));
    pendingSince.ifPresent(since -> pending.addAll(reader.scopes()));
  }

  /**
   * Reads on and adds what was found to the batch.
   *
   * @return whether there may be more right now
   */
  boolean fill(Batch batch, int limit) {
    announce(batch);
    claimWhatIsAcknowledged(batch);
    run.tell(batch, position, ObservationClock.instant(clock.next()));
    if (!pause.isOver()) {
      return false;
    }
    run.look(ObservationClock.instant(clock.next()));
    try {
      var page = reader.readAfter(position, limit);
      page.readings().forEach(reading -> take(batch, reading));
      position = page.position();
      storePosition(batch);
      pause.end(gaps, batch, ObservationClock.instant(clock.next()));
      restWhenAllIsRead(page);
      return page.more();
    } catch (RateLimitedException e) {
      pause.limited(e, gaps, batch, ObservationClock.instant(clock.next()));
    } catch (PermanentFaultException e) {
      pause.refused(e, gaps, batch, ObservationClock.instant(clock.next()));
    } catch (IOException | RetriableException e) {
      pause.failed(e, gaps, batch, ObservationClock.instant(clock.next()));
    }
    return false;
  }

  private void restWhenAllIsRead(Page<P> page) {
    if (!page.readings().isEmpty()) {
      var last = page.readings().get(page.readings().size() - 1);
      stretchEnded = last instanceof Reading.StretchEnd;
    }
    if (stretchEnded && !page.more()) {
      stretchEnded = false;
      var rest = schedule.rest(ZonedDateTime.now());
      run.caughtUp(!rest.isZero(), ObservationClock.instant(clock.next()));
      pause.rest(rest);
    }
  }

  /** Why upstream refuses everything that the reader asks; empty if it does not. */
  Optional<PermanentFaultException> refusal() {
    return pause.refusal();
  }

  /** Ends a call of the reader under way. Called by any thread. */
  void cancel() {
    reader.cancel();
  }

  @Override
  public void close() {
    reader.close();
  }

  // That nothing is proven yet is said first, and puts the start position into the offsets.
  private void announce(Batch batch) {
    if (announced) {
      return;
    }
    announced = true;
    for (var scope : reader.scopes()) {
      var gap = pendingGap(scope).build();
      batch.add(gaps.of(scope).record(gap), positionPartition, positionOffset(position));
    }
  }

  private Gap.Builder pendingGap(String scope) {
    long since = Long.parseLong(pendingSince.orElse("0"));
    return Gap.newBuilder(
        gaps.of(scope)
            .gap(
                WHOLE,
                FailureReason.NOT_READ_YET,
                "The first complete reading has not ended; it is under way",
                ObservationClock.instant(since)));
  }

  private void take(Batch batch, Reading<P> reading) {
    if (reading instanceof Reading.Observed<P> observed) {
      publish(batch, observed);
    } else if (reading instanceof Reading.Failed<P> failed) {
      run.failed();
      gaps.open(batch, failed, ObservationClock.instant(clock.next()));
    } else if (reading instanceof Reading.Recovered<P> recovered) {
      gaps.close(batch, recovered, ObservationClock.instant(clock.next()));
    } else if (reading instanceof Reading.StretchEnd<P> end) {
      position = end.position();
      (end.scopes().isEmpty() ? reader.scopes() : end.scopes())
          .forEach(scope -> claimsOf(scope).end(end));
    }
  }

  private void publish(Batch batch, Reading.Observed<P> observed) {
    position = observed.position();
    run.read();
    observed.event().setRun(run.startedAt());
    var outgoing = records.event(observed.event(), reader, clock.next());
    var stretch = claimsOf(observed.event().getScope()).open();
    if (known.isEmpty() || observed.known().isEmpty()) {
      batch.add(outgoing, stretch, positionPartition, positionOffset(position));
      return;
    }
    var change = observed.known().get();
    // The cell must have seen the state before the change.
    var entities = known.get().entities();
    int bucket = entities.bucketOf(change.id());
    var cell = batch.cell(new Bucket(this, bucket), () -> bucketCell(bucket));
    entities.apply(change);
    batch.add(outgoing, stretch, cell);
    positionOwed = true;
    gaps.close(batch, change.id(), ObservationClock.instant(clock.next()));
  }

  private ClaimLedger claimsOf(String scope) {
    return Objects.requireNonNull(claims.get(scope), scope);
  }

  private OffsetCell bucketCell(int bucket) {
    return new OffsetCell(
        SourceOffsets.known(source, reader.scope(), known.orElseThrow().bucketPrefix() + bucket),
        stateOfBucket(bucket),
        () -> stateOfBucket(bucket));
  }

  private Map<String, String> stateOfBucket(int bucket) {
    return Map.of(
        SourceOffsets.PACKED,
        known.orElseThrow().entities().pack(bucket),
        SourceOffsets.OBSERVATION,
        Long.toString(clock.next()));
  }

  // A record has one offset, and those of the events were taken by their buckets.
  private void storePosition(Batch batch) {
    if (!positionOwed) {
      return;
    }
    positionOwed = false;
    var at = position.toOffset();
    if (!at.equals(storedPosition)) {
      batch.add(records.marker(reader), positionPartition, positionOffset(position));
    }
  }

  private Map<String, String> positionOffset(P at) {
    storedPosition = at.toOffset();
    var offset = new HashMap<>(storedPosition);
    offset.put(SourceOffsets.OBSERVATION, Long.toString(clock.next()));
    pendingSince.ifPresent(since -> offset.put(PENDING_SINCE, since));
    return offset;
  }

  private void claimWhatIsAcknowledged(Batch batch) {
    claims.forEach((scope, ledger) -> {
      for (var next = ledger.takeComplete(); next.isPresent(); next = ledger.takeComplete()) {
        claim(batch, scope, next.get());
      }
    });
  }

  /** Whether a scope has been read from its beginning since something happened to it. */
  private boolean wasReadAgainSince(Optional<Instant> happened, String scope) {
    return pending.contains(scope)
        && happened.isPresent()
        && pendingSince
            .map(Long::parseLong)
            .map(ObservationClock::instant)
            .filter(happened.get()::isBefore)
            .isPresent();
  }

  private void claim(Batch batch, String scope, Stretch stretch) {
    var now = ObservationClock.instant(clock.next());
    var open = gaps.of(scope);
    if (stretch.dropped() > 0 && !stretch.endOffsets().isEmpty()) {
      var message =
          stretch.dropped()
              + " records were dropped by Connect. Reset the source to read them again";
      open.close(batch, DROPPED, now);
      open.open(batch, DROPPED, FailureReason.UNREADABLE, message, now);
    } else if (stretch.dropped() == 0 && wasReadAgainSince(open.openedAt(DROPPED), scope)) {
      open.close(batch, DROPPED, now);
    }
    if (stretch.dropped() == 0 && !open.isOpen(DROPPED)) {
      claimsOf(scope).publish(batch, stretch);
    }
    if (pending.contains(scope)) {
      var closed = pendingGap(scope).setClosedAt(now).build();
      pending.remove(scope);
      pendingSince = pending.isEmpty() ? Optional.empty() : pendingSince;
      batch.add(open.record(closed), positionPartition, positionOffset(position));
    }
  }
}
