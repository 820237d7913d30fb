package io.alluvium.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.ClaimStep;
import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.Gap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String RAW = "alluvium.raw.files";

  private final Ledger ledger = new Ledger();

  @Test
  void believesAClaimWhenEveryPartitionIsProcessed() {
    ledger.claim("c", claim("2", step("1", 10, 5), step("2", 20, 9)));
    ledger.cursor("p0", cursor(0, 20));
    ledger.cursor("p1", cursor(1, 9));
    var processed = progress().processed();
    assertThat(processed).isEqualTo(new Ledger.Step("2", NOON));
  }

  @Test
  void stopsAtTheNewestStepThatIsProcessedCompletely() {
    ledger.claim("c", claim("2", step("1", 10, 5), step("2", 20, 9)));
    ledger.cursor("p0", cursor(0, 20));
    ledger.cursor("p1", cursor(1, 8));
    var processed = progress().processed();
    assertThat(processed).isEqualTo(new Ledger.Step("1", NOON));
  }

  @Test
  void believesNothingBeforeTheFirstStepIsProcessed() {
    ledger.claim("c", claim("1", step("1", 10, 5)));
    ledger.cursor("p0", cursor(0, 10));
    assertThat(progress().processed()).isNull();
  }

  @Test
  void doesNotTakeAnotherScopesProgressForItsOwn() {
    ledger.claim("c", claim("1", step("1", 10, 5)));
    var other = cursor(0, 100);
    other.setScope("elsewhere");
    ledger.cursor("p0", other);
    assertThat(progress().processed()).isNull();
  }

  @Test
  void countsOpenGapsOfItsScopeAndForgetsClosedOnes() {
    ledger.claim("c", claim("1", step("1", 10, 5)));
    ledger.gap("g", gap(null));
    assertThat(progress().gaps()).hasSize(1);
    ledger.gap("g", gap(NOON));
    assertThat(progress().gaps()).isEmpty();
  }

  @Test
  void addsUpWhatIngestDidOnEveryPartition() {
    ledger.cursor("p0", cursor(0, 20));
    ledger.cursor("p1", cursor(1, 9));
    var counts = ledger.counts("git");
    assertThat(counts.read()).isEqualTo(29);
    assertThat(counts.published()).isEqualTo(2);
    assertThat(ledger.published()).isEqualTo(2);
    assertThat(ledger.counts("nobody")).isEqualTo(Ledger.Counts.NONE);
  }

  @Test
  void tellsOfAScopeThatHasOnlyGaps() {
    ledger.gap("g", gap(null));
    assertThat(progress().claim()).isNull();
    assertThat(progress().complete()).isFalse();
    assertThat(progress().gaps()).extracting(Gap::getReason).containsExactly("HISTORY_LOST");
  }

  @Test
  void isCompleteOnlyWithoutGapsAndWithEverythingProcessed() {
    ledger.claim("c", claim("1", step("1", 10, 5)));
    ledger.cursor("p0", cursor(0, 10));
    assertThat(progress().complete()).isFalse();
    ledger.cursor("p1", cursor(1, 5));
    assertThat(progress().complete()).isTrue();
    ledger.gap("g", gap(null));
    assertThat(progress().complete()).isFalse();
  }

  @Test
  void isNotAheadOfAnOlderClaimThatIsNotProcessedYet() {
    ledger.claim("a", claim("1", step("1", 10, 5)));
    var later = claim("2", step("2", 0, 0));
    later.setFrom("1");
    later.setAsOf(NOON.plusSeconds(1));
    later.setGuarantees(List.of("creations", "edits"));
    ledger.claim("b", later);
    assertThat(progress().processed()).isNull();
    ledger.cursor("p0", cursor(0, 10));
    ledger.cursor("p1", cursor(1, 5));
    assertThat(progress().processed()).isEqualTo(new Ledger.Step("2", NOON.plusSeconds(1)));
    assertThat(progress().claim())
        .isEqualTo(new Ledger.Claimed("", NOON.plusSeconds(1), List.of("creations")));
  }

  @Test
  void forgetsAClaimThatANewerOneIncludes() {
    var window = claim("2", step("2", 30, 30));
    window.setFrom("1");
    ledger.claim("b", window);
    var whole = claim("3", step("3", 10, 5));
    whole.setAsOf(NOON.plusSeconds(1));
    ledger.claim("a", whole);
    ledger.cursor("p0", cursor(0, 10));
    ledger.cursor("p1", cursor(1, 5));
    assertThat(progress().processed()).isEqualTo(new Ledger.Step("3", NOON.plusSeconds(1)));
  }

  @Test
  void takesDeadLettersForAGapUntilTheSourceWasReadAgainWithoutOne() {
    ledger.claim("c", claim("1", step("1", 10, 5)));
    var cursor = cursor(0, 10);
    cursor.setLastDeadLetterAt(NOON);
    ledger.cursor("p0", cursor);
    assertThat(progress().gaps()).extracting(Gap::getReason).containsExactly("DEAD_LETTERED");
    ledger.gap("r", notReadYet(NOON.plusSeconds(5), null));
    assertThat(progress().gaps())
        .extracting(Gap::getReason)
        .containsExactly("NOT_READ_YET", "DEAD_LETTERED");
    ledger.gap("r", notReadYet(NOON.plusSeconds(5), NOON.plusSeconds(9)));
    assertThat(progress().gaps()).isEmpty();
  }

  private Ledger.Progress progress() {
    return ledger.progress("git"::equals).get(0);
  }

  private static Gap notReadYet(Instant openedAt, Instant closedAt) {
    var gap = gap(closedAt);
    gap.setReason("NOT_READ_YET");
    gap.setOpenedAt(openedAt);
    return gap;
  }

  private static CoverageClaim claim(String to, ClaimStep... steps) {
    var last = steps[steps.length - 1];
    return CoverageClaim.newBuilder()
        .setSource("git")
        .setScope("repo")
        .setAxis("refs")
        .setFrom("")
        .setTo(to)
        .setAsOf(NOON)
        .setGuarantees(List.of("creations"))
        .setSourceOffset("x")
        .setEndOffsets(last.getEndOffsets())
        .setSteps(List.of(steps))
        .build();
  }

  private static ClaimStep step(String to, long end0, long end1) {
    return new ClaimStep(to, NOON, Map.of(RAW + "-0", end0, RAW + "-1", end1));
  }

  private static Cursor cursor(int partition, long offset) {
    return Cursor.newBuilder()
        .setSource("git")
        .setScope("repo")
        .setTopic(RAW)
        .setPartition(partition)
        .setOffset(offset)
        .setRead(offset)
        .setPublished(1)
        .setSightings(0)
        .setDuplicates(0)
        .setDeadLettered(0)
        .setUpdatedAt(NOON)
        .build();
  }

  private static Gap gap(Instant closedAt) {
    return Gap.newBuilder()
        .setId("g")
        .setSource("git")
        .setScope("repo")
        .setAxis("refs")
        .setFrom("0")
        .setTo("1")
        .setReason("HISTORY_LOST")
        .setMessage("m")
        .setOpenedAt(NOON)
        .setClosedAt(closedAt)
        .build();
  }
}
