package io.alluvium.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.SourceRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RunLedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final RunLedger ledger = new RunLedger();

  @Test
  void knowsNoRunOfASourceThatNeverRan() {
    assertThat(ledger.last("git", scope -> true)).isEmpty();
  }

  @Test
  void addsUpWhatReadersDidAndWhatIngestMadeOfIt() {
    ledger.run("a", run("snapshot", NOON.plusSeconds(2)));
    ledger.run("b", run("refs", NOON.plusSeconds(4)));
    ledger.cursor("p0", cursor(NOON));
    ledger.cursor("p1", cursor(NOON));
    var run = ledger.last("git", scope -> true).orElseThrow();
    assertThat(run.read()).isEqualTo(20);
    assertThat(run.emitted()).isEqualTo(18);
    assertThat(run.failed()).isEqualTo(2);
    assertThat(run.inserted()).isEqualTo(6);
    assertThat(run.duplicates()).isEqualTo(4);
    assertThat(run.sightings()).isEqualTo(2);
    assertThat(run.durationMs()).isEqualTo(4_000);
    assertThat(run.eventsPerSecond()).isEqualTo(4.0);
    assertThat(run.caughtUpAt()).isEqualTo(NOON.plusSeconds(4));
    assertThat(run.readers())
        .extracting(reader -> reader.axis())
        .containsExactly("refs", "snapshot");
  }

  @Test
  void leavesOutWhatIngestDidWithAnEarlierRun() {
    ledger.run("a", run("snapshot", null));
    ledger.cursor("p0", cursor(NOON.minusSeconds(60)));
    var run = ledger.last("git", scope -> true).orElseThrow();
    assertThat(run.inserted()).isZero();
    assertThat(run.caughtUpAt()).isNull();
    assertThat(run.durationMs()).isEqualTo(5_000);
  }

  @Test
  void leavesOutAScopeThatIsNoLongerRead() {
    ledger.run("a", run("refs", NOON.plusSeconds(4)));
    var old = SourceRun.newBuilder(run("refs", null)).setScope("github.com/7");
    ledger.run("b", old.setStartedAt(NOON.minusSeconds(9_000)).build());
    var reads = SharedScopes.of(List.of("work public all", "8 private acme/web"));
    var run = ledger.last("git", reads).orElseThrow();
    assertThat(run.read()).isEqualTo(10);
    assertThat(run.startedAt()).isEqualTo(NOON);
    assertThat(run.caughtUpAt()).isEqualTo(NOON.plusSeconds(4));
    assertThat(ledger.last("git", SharedScopes.of(List.of())).orElseThrow().readers()).hasSize(2);
  }

  private static SourceRun run(String axis, @Nullable Instant caughtUpAt) {
    return SourceRun.newBuilder()
        .setSource("git")
        .setScope("/work")
        .setAxis(axis)
        .setStartedAt(NOON)
        .setCaughtUpAt(caughtUpAt)
        .setUpdatedAt(NOON.plusSeconds(5))
        .setRead(10)
        .setEmitted(9)
        .setFailed(1)
        .setBacklog(8)
        .setSourceOffset("{line=10}")
        .build();
  }

  private static Cursor cursor(Instant run) {
    return Cursor.newBuilder()
        .setSource("git")
        .setScope("/work")
        .setTopic("alluvium.raw.files")
        .setPartition(0)
        .setOffset(100)
        .setRead(100)
        .setPublished(50)
        .setSightings(0)
        .setDuplicates(50)
        .setDeadLettered(0)
        .setUpdatedAt(NOON)
        .setRun(run)
        .setRunPublished(3)
        .setRunDuplicates(2)
        .setRunSightings(1)
        .build();
  }
}
