package io.alluvium.topology;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificData;

/** A raw event in the words of a test; each call makes a changed copy. */
record Raw(RawEvent event) {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  static Raw file(String path, String text) {
    return of("file", EntityKey.file("root", path))
        .with(event -> {
          event.setTitle(path);
          event.setText(text);
        });
  }

  static Raw commit(String sha) {
    return of("commit", EntityKey.commit(sha)).with(event -> event.setTitle("Commit " + sha));
  }

  static Raw of(String kind, EntityKey key) {
    var event =
        RawEvent.newBuilder()
            .setSource("laptop")
            .setConnectorType("files")
            .setScope("/work")
            .setKind(kind)
            .setEntityKey(key.value())
            .setVersionOrder(new VersionOrder(0L, 0L, 1L))
            .setOccurredAt(START)
            .setObservedAt(START.plusMillis(1))
            .setSourcePartition("p")
            .setSourceOffset("o")
            .setAttributes(Map.of())
            .setListAttributes(Map.of())
            .build();
    return new Raw(event);
  }

  Raw from(String source) {
    return with(event -> event.setSource(source));
  }

  Raw inScope(String scope) {
    return with(event -> event.setScope(scope));
  }

  Raw inRun(Instant began) {
    return with(event -> event.setRun(began));
  }

  Raw visibility(String visibility) {
    return with(event -> event.setVisibility(visibility));
  }

  Raw observed(long observation) {
    return with(event -> {
      event.getVersionOrder().setObservation(observation);
      event.setObservedAt(START.plusMillis(observation));
    });
  }

  Raw ordered(long epoch, long upstream) {
    return with(event -> {
      event.getVersionOrder().setEpoch(epoch);
      event.getVersionOrder().setUpstream(upstream);
    });
  }

  Raw deleted() {
    return deletion("stated");
  }

  Raw missing() {
    return deletion("inferred");
  }

  private Raw deletion(String how) {
    return with(event -> {
      event.setDeletion(how);
      event.setText(null);
    });
  }

  Raw with(Consumer<RawEvent> change) {
    var copy = SpecificData.get().deepCopy(RawEvent.getClassSchema(), event);
    change.accept(copy);
    return new Raw(copy);
  }
}
