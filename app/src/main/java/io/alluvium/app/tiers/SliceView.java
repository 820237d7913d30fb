package io.alluvium.app.tiers;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.ageing.SliceOutlook;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slice as answers show it.
 *
 * @param tier tier it leaves, or has left
 * @param shard its partition
 * @param day UTC day
 * @param state PLANNED, VERIFIED, DROPPED or FINAL; null before it is old enough
 * @param versions versions the tier has of it now
 * @param leaving of those, the ones that would go
 * @param due when it may go; null once it is gone
 * @param why what it waits for
 * @param evidence what was proven, or why the proof failed; null before one was tried
 */
public record SliceView(
    String tier,
    int shard,
    String day,
    @Nullable String state,
    long versions,
    long leaving,
    @Nullable Instant due,
    String why,
    @Nullable Map<String, Object> evidence) {

  static SliceView of(SliceOutlook outlook, @Nullable SliceAgeing record) {
    var slice = outlook.slice();
    var state = outlook.state();
    return new SliceView(
        slice.tier(),
        slice.shard(),
        slice.day().toString(),
        state == null ? null : state.name(),
        outlook.versions(),
        outlook.leaving(),
        outlook.due(),
        outlook.why(),
        record == null ? null : evidence(record));
  }

  static SliceView gone(SliceAgeing record) {
    var slice = SliceId.of(record);
    var until = record.getFinalAfter().map(Instant::toString).orElse("");
    var why =
        record
            .getFailure()
            .orElse(record.getState().equals("DROPPED") ? "gone; final after " + until : "gone");
    return new SliceView(
        slice.tier(),
        slice.shard(),
        slice.day().toString(),
        record.getState(),
        0,
        0,
        null,
        why,
        evidence(record));
  }

  private static Map<String, Object> evidence(SliceAgeing record) {
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("changedAt", record.getChangedAt());
    if (!record.getDigest().isEmpty()) {
      evidence.put("versions", record.getVersions());
      evidence.put("digest", record.getDigest());
      evidence.put("kept", record.getKept());
      evidence.put("proofs", record.getProofs().stream().map(SliceView::proof).toList());
      evidence.put("sampled", record.getSampled());
    }
    record.getDroppedAt().ifPresent(at -> evidence.put("droppedAt", at));
    record.getFinalAfter().ifPresent(at -> evidence.put("finalAfter", at));
    record.getHeldUntil().ifPresent(at -> evidence.put("heldUntil", at));
    record
        .getFailure()
        .ifPresent(why -> {
          evidence.put("failure", why);
          evidence.put("failures", record.getFailures());
          evidence.put("missing", List.copyOf(record.getMissing()));
          evidence.put("missingCount", record.getMissingCount());
        });
    return evidence;
  }

  private static Map<String, Object> proof(io.alluvium.schemas.TierProof proof) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("tier", proof.getTier());
    shown.put("versions", proof.getVersions());
    shown.put("digest", proof.getDigest());
    shown.put("compared", proof.getCompared());
    shown.put("offset", proof.getOffset());
    return shown;
  }
}
