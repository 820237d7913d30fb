package io.alluvium.connectors;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a running task: where it is, and what its readings become. Used by the task's
 * thread.
 */
final class ReaderStream<P extends Position> implements AutoCloseable {
  private static final String WHOLE = "";
  private static final String DROPPED = GapLedger.OWN + "dropped";
  private static final String PENDING_SINCE = "pending.since";
  private static final String CLAIM = "claim";

  private final SourceReader<P> reader;
  private final RecordFactory records;
  private final ObservationClock clock;
  private final Optional<ReaderContext.Known> known;
  private final Map<Integer, OffsetCell> buckets = new HashMap<>();
  private final Map<String, String> positionPartition;
  private final GapLedger gaps;
  private final ClaimLedger claims;
  private final Map<String, String> claimState;
  private final OffsetCell claimCell;
  private final Pause pause;
  private final String source;
  private P position;
  private Map<String, String> storedPosition = Map.of();
  private Optional<String> pendingSince;
  private boolean announced;
  // Whether an event has moved the position without carrying it, since its known bucket rode on it.
  private boolean positionOwed;

  ReaderStream(
      SourceReader<P> reader,
      RecordFactory records,
      ReaderContext context,
      ObservationClock clock,
      boolean exactlyOnce) {
    this.reader = reader;
    this.records = records;
    this.clock = clock;
    this.source = records.source();
    this.pause = new Pause(source + ": " + reader.axis() + " of " + reader.scopeName());
    this.known = context.knownOf(reader);
    this.gaps =
        new GapLedger(
            records,
            reader,
            context.stored(SourceOffsets.gaps(source, reader.scope(), reader.axis())));
    var claimPartition = SourceOffsets.claim(source, reader.scope(), reader.axis());
    this.claimState = new TreeMap<>(context.stored(claimPartition));
    this.claimCell = new OffsetCell(claimPartition, Map.copyOf(claimState), this::claimOffset);
    this.claims = new ClaimLedger(source, reader, exactlyOnce, storedClaim());
    this.positionPartition = SourceOffsets.position(source, reader);
    var stored = context.stored(positionPartition);
    this.announced = !stored.isEmpty();
    this.position = announced ? reader.resume(stored) : reader.begin();
    this.storedPosition = announced ? position.toOffset() : Map.of();
    this.pendingSince =
        announced
            ? Optional.ofNullable(stored.get(PENDING_SINCE))
            : Optional.of(Long.toString(clock.next()));
  }

  private @Nullable CoverageClaim storedClaim() {
    var claim = claimState.get(CLAIM);
    return claim == null ? null : StoredRecord.decode(CoverageClaim.getDecoder(), claim);
  }

  /**
   * Reads on and adds what was found to the batch.
   *
   * @return whether there may be more right now
   */
  boolean fill(Batch batch, int limit) {
    if (!pause.isOver()) {
      return false;
    }
    announce(batch);
    claimWhatIsAcknowledged(batch);
    try {
      var page = reader.readAfter(position, limit);
      page.readings().forEach(reading -> take(batch, reading));
      position = page.position();
      storePosition(batch);
      pause.end(gaps, batch, ObservationClock.instant(clock.next()));
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
    batch.add(gaps.record(pendingGap().build()), positionPartition, positionOffset(position));
  }

  private Gap.Builder pendingGap() {
    long since = Long.parseLong(pendingSince.orElse("0"));
    return Gap.newBuilder(
        gaps.gap(
            WHOLE,
            FailureReason.NOT_READ_YET,
            "The first complete reading has not ended; it is under way",
            ObservationClock.instant(since)));
  }

  private void take(Batch batch, Reading<P> reading) {
    if (reading instanceof Reading.Observed<P> observed) {
      publish(batch, observed);
    } else if (reading instanceof Reading.Failed<P> failed) {
      var now = ObservationClock.instant(clock.next());
      gaps.open(batch, failed.subject(), failed.reason(), failed.message(), now);
    } else if (reading instanceof Reading.Recovered<P> recovered) {
      gaps.close(batch, recovered.subject(), ObservationClock.instant(clock.next()));
    } else if (reading instanceof Reading.StretchEnd<P> end) {
      position = end.position();
      claims.end(end);
    }
  }

  private void publish(Batch batch, Reading.Observed<P> observed) {
    position = observed.position();
    var outgoing = records.event(observed.event(), reader, clock.next());
    if (known.isEmpty() || observed.known().isEmpty()) {
      batch.add(outgoing, claims.open(), positionPartition, positionOffset(position));
      return;
    }
    var change = observed.known().get();
    // The cell must have seen the state before the change.
    var entities = known.get().entities();
    var cell = bucketCell(entities.bucketOf(change.id()));
    entities.apply(change);
    batch.add(outgoing, claims.open(), cell);
    positionOwed = true;
    gaps.close(batch, change.id(), ObservationClock.instant(clock.next()));
  }

  private OffsetCell bucketCell(int bucket) {
    return buckets.computeIfAbsent(
        bucket,
        b ->
            new OffsetCell(
                SourceOffsets.known(source, reader.scope(), known.orElseThrow().bucketPrefix() + b),
                stateOfBucket(b),
                () -> stateOfBucket(b)));
  }

  private Map<String, String> stateOfBucket(int bucket) {
    return Map.of(
        SourceOffsets.ENTRIES,
        known.orElseThrow().entities().encode(bucket),
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
    var offset = new HashMap<>(at.toOffset());
    offset.put(SourceOffsets.OBSERVATION, Long.toString(clock.next()));
    pendingSince.ifPresent(since -> offset.put(PENDING_SINCE, since));
    return offset;
  }

  private void claimWhatIsAcknowledged(Batch batch) {
    for (var next = claims.takeComplete(); next.isPresent(); next = claims.takeComplete()) {
      claim(batch, next.get());
    }
  }

  private void claim(Batch batch, Stretch stretch) {
    var now = ObservationClock.instant(clock.next());
    if (stretch.dropped() > 0 && !stretch.endOffsets().isEmpty()) {
      gaps.open(
          batch,
          DROPPED,
          FailureReason.UNREADABLE,
          stretch.dropped()
              + " records were dropped by Connect. Reset the source to read them again",
          now);
    }
    if (stretch.dropped() == 0 && !gaps.isOpen(DROPPED)) {
      publishClaim(batch, stretch);
    }
    if (pendingSince.isPresent()) {
      var closed = pendingGap().setClosedAt(now).build();
      pendingSince = Optional.empty();
      batch.add(gaps.record(closed), positionPartition, positionOffset(position));
    }
  }

  private void publishClaim(Batch batch, Stretch stretch) {
    var claim = claims.grow(stretch);
    claimState.clear();
    claimState.put(CLAIM, StoredRecord.encode(CoverageClaim.getEncoder(), claim));
    ReaderContext.remember(claimState, stretch.end().remembered());
    var key = String.join("\u0000", source, reader.scope(), reader.axis(), claim.getFrom());
    batch.add(records.plain(records.topics().coverage(), key, claim), claimCell);
  }

  private Map<String, String> claimOffset() {
    return Map.copyOf(claimState);
  }
}
