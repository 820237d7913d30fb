package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.alluvium.topology.store.CrashSafeStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One store of another kind, and Streams would wipe all those of its tasks after a crash. */
final class CrashSafetyTest {
  @Test
  void everyStoreOfIngestSurvivesACrash() {
    try (var stream = TestStream.ingest()) {
      assertAllSurvive(stream);
    }
  }

  @Test
  void everyStoreOfEnrichmentSurvivesACrash() {
    try (var stream = TestStream.enrich(List.of(), EnrichConfig.DEFAULT_TIMEOUT)) {
      assertAllSurvive(stream);
    }
  }

  private static void assertAllSurvive(TestStream stream) {
    stream
        .stores()
        .forEach((name, store) ->
            assertThatCode(() -> CrashSafeStore.beforeCommit(store, () -> {}))
                .as(name)
                .doesNotThrowAnyException());
  }
}
