package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard made anew, broken off between any two steps. */
final class ReplacementTest {
  private static final TopicPartition EVENTS = new TopicPartition("alluvium.events", 0);

  @TempDir Path directory;

  @Test
  void theNewOneTakesThePlaceOfTheOldOne() throws IOException {
    old();
    try (var bed = new TierBed(Layout.HOT, directory)) {
      fresh(bed);
      bed.tier.replace(0);
      assertThat(offset(bed)).isEqualTo(2);
    }
    assertThat(names()).containsExactly("0");
  }

  @Test
  void betweenTheMovesTheNewOneIsWhatBelongsThere() throws IOException {
    old();
    try (var bed = new TierBed(Layout.HOT, directory)) {
      fresh(bed);
    }
    Files.move(directory.resolve("0"), directory.resolve("0.old"));
    try (var bed = new TierBed(Layout.HOT, directory)) {
      // Whoever looks before the shard is opened must not put anything in its place.
      assertThat(bed.tier.slices(0).days()).isEmpty();
      assertThat(bed.tier.damage(0)).isEmpty();
      assertThat(bed.tier.bytes(0)).isZero();
      assertThat(offset(bed)).isEqualTo(2);
    }
    assertThat(names()).containsExactly("0");
  }

  @Test
  void anEmptyDirectoryBetweenTheMovesIsNoShard() throws IOException {
    old();
    try (var bed = new TierBed(Layout.HOT, directory)) {
      fresh(bed);
    }
    Files.move(directory.resolve("0"), directory.resolve("0.old"));
    Files.createDirectory(directory.resolve("0"));
    try (var bed = new TierBed(Layout.HOT, directory)) {
      assertThat(offset(bed)).isEqualTo(2);
    }
    assertThat(names()).containsExactly("0");
  }

  @Test
  void theOldOneComesBackIfThereIsNoNewOne() throws IOException {
    old();
    Files.move(directory.resolve("0"), directory.resolve("0.old"));
    try (var bed = new TierBed(Layout.HOT, directory)) {
      assertThat(offset(bed)).isEqualTo(1);
    }
    assertThat(names()).containsExactly("0");
  }

  @Test
  void whatACrashLeftOfANewOneIsDeletedWhenTheShardIsOpened() throws IOException {
    old();
    try (var bed = new TierBed(Layout.HOT, directory)) {
      bed.tier.rebuild(0, LocalDate.EPOCH).close();
    }
    assertThat(names()).containsExactly("0", "0.new");
    try (var bed = new TierBed(Layout.HOT, directory)) {
      assertThat(offset(bed)).isEqualTo(1);
    }
    assertThat(names()).containsExactly("0");
  }

  @Test
  void anUnfinishedNewOneIsLeftAloneAndTakesNobodysPlace() throws IOException {
    old();
    try (var bed = new TierBed(Layout.HOT, directory);
        var unfinished = bed.tier.rebuild(0, LocalDate.EPOCH)) {
      assertThat(offset(bed)).isEqualTo(1);
      assertThat(names()).containsExactly("0", "0.new");
      assertThatThrownBy(() -> bed.tier.replace(0)).isInstanceOf(TierException.class);
      assertThat(offset(bed)).isEqualTo(1);
      unfinished.commit(offsets(2));
      unfinished.close();
      bed.tier.replace(0);
      assertThat(offset(bed)).isEqualTo(2);
    }
  }

  private void old() {
    try (var bed = new TierBed(Layout.HOT, directory)) {
      bed.given(version("file:a", 0, "one"));
      bed.tier.open(0).commit(offsets(1));
    }
  }

  private static void fresh(TierBed bed) {
    try (var fresh = bed.tier.rebuild(0, LocalDate.EPOCH)) {
      fresh.apply(version("file:a", 0, "one").bare());
      fresh.commit(offsets(2));
    }
  }

  private static TierOffsets offsets(long next) {
    return new TierOffsets(Map.of(EVENTS, next));
  }

  private static long offset(TierBed bed) {
    return bed.tier.open(0).offsets().of(EVENTS).orElseThrow();
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
