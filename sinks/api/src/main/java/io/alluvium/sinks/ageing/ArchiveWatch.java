package io.alluvium.sinks.ageing;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.TierProof;
import io.alluvium.sinks.SliceDigest;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Looks whether the archive still has what once proved a drop. */
final class ArchiveWatch {
  private final ProvableTier archive;
  private final String events;

  /**
   * @param events name of topic {@code events}
   */
  ArchiveWatch(ProvableTier archive, String events) {
    this.archive = archive;
    this.events = events;
  }

  /** False while the archive is being rebuilt and is not as far yet as when the proof was made. */
  boolean canTell(SliceAgeing record) {
    var part = new TopicPartition(events, record.getShard());
    long read = archive.slices(record.getShard()).standing().offsets().of(part).orElse(0);
    return read >= proof(record).map(TierProof::getOffset).orElse(0L);
  }

  /** What has changed for the worse, in words; empty if nothing has. */
  Optional<String> loss(SliceAgeing record) {
    var slice = SliceId.of(record);
    var now = archive.slices(slice.shard()).digest(slice.day());
    var was =
        proof(record)
            .map(proof ->
                new SliceDigest(proof.getVersions(), new BigInteger(proof.getDigest(), 16)))
            .orElse(SliceDigest.EMPTY);
    // Late versions may have come to it since; then more is there, and the sums cannot be told.
    if (now.equals(was) || now.count() > was.count()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s had %d versions of it, digest %s, and now has %d, digest %s"
            .formatted(archive.name(), was.count(), was.hex(), now.count(), now.hex()));
  }

  private Optional<TierProof> proof(SliceAgeing record) {
    return record.getProofs().stream()
        .filter(proof -> proof.getTier().equals(archive.name()))
        .findFirst();
  }
}
