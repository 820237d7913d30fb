package io.alluvium.sinks.ageing;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.SliceDrop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A slice's record in the ledger, and the records that may follow it. */
record Entry(SliceAgeing record) {
  /** Earlier drops of one slice that are remembered. */
  private static final int EARLIER = 16;

  /** The first record of a slice. */
  static Entry planned(SliceId slice, Instant now) {
    return new Entry(
        SliceAgeing.newBuilder()
            .setTier(slice.tier())
            .setShard(slice.shard())
            .setDay(slice.day().toString())
            .setState(SliceState.PLANNED.name())
            .setChangedAt(now)
            .build());
  }

  SliceState state() {
    return SliceState.valueOf(record.getState());
  }

  boolean isDropped() {
    return state() == SliceState.DROPPED || state() == SliceState.FINAL;
  }

  boolean isHeld(Instant now) {
    return record.getHeldUntil().filter(now::isBefore).isPresent();
  }

  /** Planned again: what was proven of it goes among the earlier drops. */
  Entry plannedAgain(Instant now) {
    var earlier = new ArrayList<>(record.getEarlier());
    record
        .getDroppedAt()
        .ifPresent(at ->
            earlier.add(
                new SliceDrop(at, record.getVersions(), record.getKept(), record.getDigest())));
    int from = Math.max(0, earlier.size() - EARLIER);
    var next = planned(SliceId.of(record), now).record();
    next.setEarlier(List.copyOf(earlier.subList(from, earlier.size())));
    return new Entry(next);
  }

  /** Brought back: what it was dropped by still holds, and it is not dropped before a moment. */
  Entry held(Instant now, Instant until) {
    return new Entry(in(state(), now).setHeldUntil(until).build());
  }

  Entry verified(Judgement.Proven proof, Instant now) {
    return new Entry(
        in(SliceState.VERIFIED, now)
            .setVersions(proof.digest().count())
            .setDigest(proof.digest().hex())
            .setKept(proof.digest().count() - proof.leaving())
            .setProofs(proof.proofs())
            .setSampled(proof.sampled())
            .setFailure(null)
            .setMissing(List.of())
            .setMissingCount(0)
            .setHeldUntil(null)
            .build());
  }

  Entry failed(Judgement.Failed failure, Instant now) {
    return new Entry(
        in(SliceState.PLANNED, now)
            .setFailures(record.getFailures() + 1)
            .setFailure(failure.why())
            .setMissing(failure.events())
            .setMissingCount(failure.count())
            .build());
  }

  Entry dropped(Instant now, Duration grace) {
    return new Entry(
        in(SliceState.DROPPED, now).setDroppedAt(now).setFinalAfter(now.plus(grace)).build());
  }

  /** The grace time is over; or the archive has changed, and it is not. */
  Entry ended(String failure, Instant now) {
    return failure.isEmpty()
        ? new Entry(in(SliceState.FINAL, now).setFailure(null).build())
        : new Entry(
            in(SliceState.DROPPED, now)
                .setFailures(record.getFailures() + (record.getFailure().isPresent() ? 0 : 1))
                .setFailure(failure)
                .build());
  }

  private SliceAgeing.Builder in(SliceState state, Instant now) {
    return SliceAgeing.newBuilder(record).setState(state.name()).setChangedAt(now);
  }
}
