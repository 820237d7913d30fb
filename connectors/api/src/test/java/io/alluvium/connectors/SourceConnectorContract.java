package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.connect.ConnectStructs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * What every connector of ours must do: here while all is well, in {@link AdversityContract} when
 * it is not. A connector's test extends it and supplies an {@link Upstream}: the real thing, or a
 * simulator of it, never a mock of the connector.
 */
public abstract class SourceConnectorContract extends AdversityContract {

  @Test
  final void publishesEverythingListedOnceAndFollows() {
    try (var run = engine()) {
      run.until(() -> keys(run.events()).containsAll(upstream().listed()));
      assertThat(run.during(Duration.ofMillis(500)).events())
          .extracting(RawEvent::getEntityKey)
          .containsExactlyInAnyOrderElementsOf(upstream().listed());
      var created = upstream().create();
      run.until(() -> keys(run.events()).contains(created));
      var deleted = upstream().delete();
      run.until(() -> lastWord(run.events()).get(deleted).getDeletion().isPresent());
    }
  }

  @Test
  final void resumesFromOffsetsAndPublishesNothingAgain() {
    try (var run = engine()) {
      run.until(() -> keys(run.events()).containsAll(upstream().listed()));
    }
    var created = upstream().create();
    var changed = upstream().change();
    try (var run = engine()) {
      run.until(() -> keys(run.events()).containsAll(Set.of(created, changed)));
      assertThat(run.during(Duration.ofMillis(500)).events())
          .extracting(RawEvent::getEntityKey)
          .containsExactlyInAnyOrderElementsOf(Set.of(created, changed));
    }
  }

  @Test
  final void losesNothingAndDoublesNothingWhenKilledInEveryBatch() {
    var published = new ArrayList<RawEvent>();
    boolean done = false;
    for (int kills = 0; !done; kills++) {
      assertThat(kills).as("kills until everything was published").isLessThan(THINGS);
      try (var run = start(Map.of("batch.events", "16"))) {
        run.until(
            () -> !run.events().isEmpty() || keys(published).containsAll(upstream().listed()));
        published.addAll(run.events());
        run.pollUncommitted();
      }
      done = keys(published).containsAll(upstream().listed());
    }
    assertThat(published)
        .extracting(RawEvent::getEntityKey)
        .containsExactlyInAnyOrderElementsOf(upstream().listed());
  }

  @Test
  final void losesNothingWhenOffsetsLagBehindRecords() {
    var published = new HashSet<String>();
    try (var run = start(Map.of("batch.events", "16", "exactly.once.support", "requested"))) {
      for (int i = 0; i < 10; i++) {
        var batch = run.pollUncommitted();
        published.addAll(keys(events(batch)));
        // Connect commits what was acknowledged some time later: here, two batches of three.
        if (i % 3 != 2) {
          batch.forEach(offsets()::commit);
        } else {
          break;
        }
      }
    }
    try (var run = start(Map.of())) {
      run.until(() -> {
        var all = new HashSet<>(published);
        all.addAll(keys(run.events()));
        return all.containsAll(upstream().listed());
      });
    }
  }

  @Test
  final void publishesValidEvents() {
    upstream().change();
    try (var run = start(Map.of())) {
      untilRead(run);
      var ids = new HashSet<String>();
      run.sent().stream().filter(SourceConnectorContract::isEvent).forEach(this::assertValid);
      run.events().forEach(event -> ids.add(event.getSourcePartition() + event.getSourceOffset()));
      assertThat(ids).hasSameSizeAs(run.events());
    }
  }

  private void assertValid(SourceRecord one) {
    var event = ConnectStructs.fromStruct((Struct) one.value(), RawEvent.class);
    assertThat(one.topic()).isEqualTo(new Topics("alluvium").raw(event.getConnectorType()));
    assertThat(one.key()).isEqualTo(event.getEntityKey());
    assertThat(event.getSource()).isEqualTo(NAME);
    assertThat(event.getScope()).isNotEmpty();
    assertThat(event.getVersionOrder().getObservation()).isPositive();
    assertThat(event.getVisibility()).isEqualTo("public");
    assertThat(ContentHash.of(event).hex()).hasSize(64);
    for (var header : List.of("ce_id", "ce_source", "ce_type", "ce_time")) {
      assertThat(one.headers().lastWithName(header).value()).isInstanceOf(String.class);
    }
    assertThat(one.headers().lastWithName("ce_specversion").value()).isEqualTo("1.0");
  }

  @Test
  final void claimsOnlyWhatIsAcknowledged() {
    try (var run = start(Map.of())) {
      var unacknowledged = new ArrayList<RawEvent>();
      while (!keys(unacknowledged).containsAll(upstream().listed())) {
        unacknowledged.addAll(events(run.pollUncommitted()));
      }
      var axes = unacknowledged.stream().map(RawEvent::getSourcePartition).toList();
      assertThat(run.during(Duration.ofMillis(300)).claims())
          .extracting(CoverageClaim::getAxis)
          .doesNotContainAnyElementsOf(axes);
    }
    try (var run = start(Map.of())) {
      untilRead(run);
      assertThat(run.claims())
          .allSatisfy(claim -> assertThat(claim.getGuarantees()).contains("deletions"));
    }
  }

  @Test
  final void guaranteesDeletionsWhereOffsetsLagBehindOnlyIfTheyAreStated() {
    try (var run = start(Map.of("exactly.once.support", "requested"))) {
      untilRead(run);
      assertThat(run.claims())
          .isNotEmpty()
          .extracting(claim -> claim.getGuarantees().contains("deletions"))
          .containsOnly(upstream().statesDeletions());
    }
  }

  @Test
  final void findsWhatWasDeletedWhileItWasDown() {
    try (var run = start(Map.of())) {
      untilRead(run);
    }
    var deleted = upstream().delete();
    try (var run = start(Map.of())) {
      run.until(() -> keys(run.events()).contains(deleted));
      assertThat(lastWord(run.events()).get(deleted).getDeletion()).isPresent();
    }
  }

  @Test
  final void readsTheSameAgainAfterAReset() {
    Map<String, String> before;
    try (var run = start(Map.of())) {
      untilRead(run);
      before = hashes(run.events());
    }
    offsets().reset();
    var deleted = upstream().delete();
    before.remove(deleted);
    try (var run = start(Map.of())) {
      run.until(() -> keys(run.events()).containsAll(before.keySet()));
      run.until(() -> keys(run.events()).contains(deleted));
      assertThat(hashes(run.events())).containsAllEntriesOf(before);
      assertThat(lastWord(run.events()).get(deleted).getDeletion())
          .contains(upstream().statesDeletions() ? "stated" : "inferred");
    }
  }

  @Test
  final void saysWhatIsWrongWithAnUnreachableUpstreamAndWhatToDo() {
    var settings = new HashMap<>(upstream().unreachable());
    settings.put("name", NAME);
    var wrong =
        connector().validate(settings).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
    assertThat(wrong).isNotEmpty().allSatisfy(message -> assertThat(message).contains(". "));
    try (var run =
        EngineRun.start(connector().getClass(), settings, directory().resolve("offsets"))) {
      assertThat(run.failure()).contains(wrong.get(0));
    }
  }

  @Test
  final void refusesConvertersThatIngestCannotRead() {
    var settings = new HashMap<>(upstream().settings());
    settings.put("name", NAME);
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    assertThat(connector().validate(settings).configValues())
        .filteredOn(value -> value.name().equals("value.converter"))
        .singleElement()
        .satisfies(value -> assertThat(value.errorMessages()).hasSize(1));
  }

  @Test
  final void supportsExactlyOnceAndClearingOfOffsets() {
    var one = connector();
    assertThat(one.exactlyOnceSupport(upstream().settings()))
        .isEqualTo(ExactlyOnceSupport.SUPPORTED);
    var cleared = new HashMap<Map<String, ?>, Map<String, ?>>();
    cleared.put(Map.of("axis", "x"), null);
    assertThat(one.alterOffsets(upstream().settings(), cleared)).isTrue();
  }

  /** The page whose table of settings must say what the connector's definition says. */
  protected Path settingsPage() {
    var type = ((ReaderSourceConnector) connector()).typeName();
    return Path.of("../../docs/connectors", type + ".md");
  }

  @Test
  final void documentsEverySetting() throws IOException {
    var rows = SettingsTable.rows(connector().config());
    assertThat(Files.readAllLines(settingsPage()))
        .as("%s should have these rows:%n%s", settingsPage(), String.join("\n", rows))
        .containsAll(rows);
  }

  @Test
  final void explainsEverySetting() {
    assertThat(connector().config().configKeys().values())
        .allSatisfy(key -> assertThat(key.documentation).endsWith("."));
  }
}
