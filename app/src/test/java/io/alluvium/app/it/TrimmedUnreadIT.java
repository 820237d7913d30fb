package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Gap;
import io.alluvium.topology.TopologyRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest does not go on silently behind what was trimmed before it read it. */
final class TrimmedUnreadIT {
  @TempDir Path directory;

  @Test
  void writesAGapAndGoesOnAtTheBeginning() throws Exception {
    var key = EntityKey.file("root", "a.txt");
    var partition = new TopicPartition(TopologyBed.RAW, key.partition(TopologyBed.PARTITIONS));
    try (var bed = new TopologyBed(directory)) {
      bed.send(List.of(TopologyBed.file("a.txt", "read", 1)));
      try (var ingest = ingest(bed)) {
        ingest.start();
        bed.read(TopologyBed.TOPICS.events(), Event.class, events -> events.size() == 1);
      }
      bed.send(
          List.of(
              TopologyBed.file("a.txt", "trimmed", 2),
              TopologyBed.file("a.txt", "trimmed too", 3),
              TopologyBed.file("a.txt", "kept", 4)));
      try (var admin = bed.admin()) {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all().get();
      }
      try (var ingest = ingest(bed)) {
        ingest.start();
        var events = bed.read(TopologyBed.TOPICS.events(), Event.class, found -> found.size() == 2);
        assertThat(events)
            .extracting(event -> event.getText().orElseThrow())
            .containsExactly("read", "kept");
        assertThat(bed.read(TopologyBed.TOPICS.gaps(), Gap.class, gaps -> !gaps.isEmpty()))
            .singleElement()
            .satisfies(gap -> assertThat(gap.getReason()).isEqualTo("TRIMMED_UNREAD"))
            .satisfies(gap -> assertThat(gap.getScope()).isEqualTo(partition.toString()))
            .satisfies(gap -> assertThat(gap.getFrom()).isEqualTo("1"))
            .satisfies(gap -> assertThat(gap.getTo()).isEqualTo("3"));
      }
    }
  }

  private TopologyRunner ingest(TopologyBed bed) {
    return TopologyBed.ingest(
        bed.bootstrapServers(), bed.registryUrl(), directory.resolve("state"));
  }
}
