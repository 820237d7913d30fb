package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.meaning;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.TierOffsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Layout.class)
final class DamageTest {
  private static final TopicPartition EVENTS = new TopicPartition("alluvium.events", 0);

  @Parameter Layout layout;
  @TempDir Path directory;

  @Test
  void aFlippedBitInAnyFileIsFoundAndTheFileNamed() throws IOException {
    try (var bed = new TierBed(layout, directory)) {
      fill(bed);
    }
    try (var bed = new TierBed(layout, directory)) {
      assertThat(bed.tier.damage(0)).isEmpty();
      var files = committed();
      assertThat(files).extracting(file -> ending(file)).contains("cfs", "cfe", "si", "liv", "dvd");
      for (var file : files) {
        var bytes = Files.readAllBytes(file);
        for (int at : new int[] {0, bytes.length / 3, bytes.length / 2, bytes.length - 1}) {
          bytes[at] ^= 4;
          Files.write(file, bytes);
          assertThat(bed.tier.damage(0))
              .as("byte %d of %s", at, file)
              .hasValueSatisfying(what -> assertThat(what).contains(file.getFileName().toString()));
          bytes[at] ^= 4;
        }
        Files.write(file, bytes);
      }
      assertThat(bed.tier.damage(0)).isEmpty();
    }
  }

  /** Two segments, of the first of which a document is replaced and another one is superseded. */
  private static void fill(TierBed bed) {
    bed.given(
        meaning(version("file:a", 0, "one"), 1, 0, 0),
        meaning(version("file:b", 0, "two"), 0, 1, 0),
        meaning(version("file:c", 0, "three"), 0, 0, 1));
    bed.tier.open(0).commit(new TierOffsets(Map.of(EVENTS, 3L)));
    bed.given(
        meaning(version("file:a", 1, "one"), 1, 0, 0),
        meaning(version("file:b", 1, "four"), 0, 1, 0));
    bed.tier.open(0).commit(new TierOffsets(Map.of(EVENTS, 5L)));
  }

  private List<Path> committed() throws IOException {
    var shard = directory.resolve("0");
    try (var files = FSDirectory.open(shard)) {
      return SegmentInfos.readLatestCommit(files).files(true).stream()
          .map(shard::resolve)
          .sorted()
          .toList();
    }
  }

  private static String ending(Path file) {
    var name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
