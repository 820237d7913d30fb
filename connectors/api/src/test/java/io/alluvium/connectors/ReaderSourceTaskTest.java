package io.alluvium.connectors;

import static java.time.Clock.systemUTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.SourceRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReaderSourceTaskTest {
  private final ListSource source = new ListSource();
  private final MemoryOffsets offsets = new MemoryOffsets();
  private TaskRun run;

  @AfterEach
  void stop() {
    if (run != null) {
      run.close();
    }
  }

  @Test
  void returnsBatchesOfTheSizeThatWasAskedFor() {
    add(200);
    start(Map.of("batch.events", "64", "batch.events.backlog", "64"));
    run.poll();
    assertThat(run.events().size()).isEqualTo(64);
    run.poll();
    assertThat(run.events().size()).isEqualTo(128);
  }

  @Test
  void returnsLargerBatchesWhileMoreIsWaitingThanFits() {
    add(500);
    start(Map.of("batch.events", "10", "batch.events.backlog", "40", "batch.ms", "10000"));
    int first = run.poll().size();
    var sizes = List.of(run.poll().size(), run.poll().size(), run.poll().size());
    assertThat(sizes).containsExactly(2 * first, 40, 40);
    run.until(() -> run.events().size() == 500).untilClaimed();
    add(30);
    assertThat(run.poll().size()).isLessThanOrEqualTo(first);
  }

  @Test
  void returnsFewOfWhatIsLargeAtOnce() {
    var line = "x".repeat(100_000);
    for (int i = 0; i < 300; i++) {
      source.lines.add(line);
    }
    start(Map.of("batch.ms", "10000"));
    while (run.events().size() < 300) {
      assertThat(run.poll().size()).isLessThanOrEqualTo(70);
    }
  }

  @Test
  void returnsWhatThereIsWithoutWaitingForAFullBatch() {
    add(3);
    start(Map.of("batch.ms", "10000"));
    assertThat(Promptness.of(run::poll)).isLessThan(Duration.ofSeconds(2));
    assertThat(run.events()).hasSize(3);
  }

  @Test
  void resumesAfterTheLastCommittedRecord() {
    add(10);
    start(Map.of("batch.events", "4", "batch.events.backlog", "4"));
    run.poll();
    run.poll();
    var published = run.events().size();
    run.pollUncommitted();
    restart();
    run.until(() -> run.events().size() == 10 - published);
    assertThat(run.events().get(0).getTitle()).contains("line " + (published + 1));
  }

  @Test
  void saysThatNothingIsProvenUntilTheFirstStretchIsClaimed() {
    add(2);
    start(Map.of());
    run.poll();
    assertThat(run.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.getReason()).isEqualTo("NOT_READ_YET"));
    run.untilClaimed();
    assertThat(run.gaps()).hasSize(2);
    assertThat(run.gaps().get(1).getId()).isEqualTo(run.gaps().get(0).getId());
    assertThat(run.gaps().get(1).getOpenedAt()).isEqualTo(run.gaps().get(0).getOpenedAt());
    assertThat(run.gaps().get(1).getClosedAt()).isPresent();
  }

  @Test
  void claimsWithTheOffsetAfterTheLastRecord() {
    add(5);
    start(Map.of());
    run.untilClaimed();
    var claim = run.claims().get(0);
    assertThat(claim.getTo()).isEqualTo("5");
    assertThat(claim.getEndOffsets()).isEqualTo(Map.of("alluvium.raw.list-0", 5L));
    assertThat(claim.getSteps()).hasSize(1);
  }

  @Test
  void growsOneClaimWhileStretchesJoinAlsoOverARestart() {
    add(1);
    start(Map.of());
    run.untilClaimed();
    for (int i = 2; i <= 20; i++) {
      add(1);
      run.untilClaimed();
    }
    assertThat(run.claims()).extracting(CoverageClaim::getFrom).containsOnly("");
    assertThat(last().getTo()).isEqualTo("20");
    assertThat(last().getSteps()).hasSize(16);
    assertThat(last().getSteps().get(0).getTo()).isEqualTo("5");
    restart();
    run.untilClaimed();
    assertThat(last().getTo()).isEqualTo("20");
    assertThat(last().getSteps()).hasSize(16);
  }

  @Test
  void withdrawsAClaimThatANewerOneIncludesAlsoOverARestart() {
    source.beginnings.addAll(List.of("7", "3", ""));
    add(1);
    start(Map.of());
    run.untilClaimed();
    add(1);
    run.untilClaimed();
    assertThat(withdrawn()).isEmpty();
    restart();
    run.untilClaimed();
    assertThat(last().getFrom()).isEmpty();
    assertThat(withdrawn())
        .containsExactlyInAnyOrder(
            "under-test\u0000the list\u0000line\u00003",
            "under-test\u0000the list\u0000line\u00007");
    add(1);
    assertThat(run.forget().untilClaimed().claims()).hasSize(1);
    assertThat(withdrawn()).isEmpty();
  }

  private List<Object> withdrawn() {
    return run.sent().stream()
        .filter(one -> one.topic().equals("alluvium.coverage") && one.value() == null)
        .map(one -> (Object) one.key())
        .toList();
  }

  @Test
  void claimsNothingOfWhatConnectDropped() {
    add(3);
    start(Map.of());
    run.poll((one, metadata) -> one.key().equals("slack:T/list/2") ? null : metadata);
    run.during(Duration.ofMillis(500));
    assertThat(run.claims()).isEmpty();
    assertThat(run.gaps()).anyMatch(gap -> gap.getMessage().contains("dropped by Connect"));
  }

  @Test
  void claimsAgainWhenAResetHasReadWhatConnectDropped() {
    add(3);
    start(Map.of());
    run.poll((one, metadata) -> one.key().equals("slack:T/list/2") ? null : metadata);
    run.during(Duration.ofMillis(500));
    run.close();
    offsets.reset();
    start(Map.of());
    run.untilClaimed();
    assertThat(run.gaps())
        .anyMatch(gap ->
            gap.getMessage().contains("dropped by Connect") && gap.getClosedAt().isPresent());
  }

  @Test
  void waitsAndTriesAgainWhenUpstreamFails() {
    add(3);
    fail(2);
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    assertThat(run.gaps()).noneMatch(gap -> gap.getReason().equals("UNREADABLE"));
  }

  @Test
  void saysSoWhenUpstreamFailsForLongAndWhenItIsBack() {
    add(3);
    fail(3);
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    assertThat(run.gaps().stream().filter(gap -> gap.getReason().equals("UNREADABLE")))
        .extracting(gap -> gap.getClosedAt().isPresent())
        .containsExactly(false, true);
  }

  @Test
  void waitsExactlyAsLongAsUpstreamTellsAndSaysSo() {
    add(3);
    var until = Instant.now().plusMillis(2_500);
    source.faults.add(new RateLimitedException(until, "5,000 requests are used up"));
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    assertThat(Instant.now()).isBetween(until, until.plusSeconds(10));
    assertThat(run.gaps().stream().filter(gap -> gap.getReason().equals("RATE_LIMITED")))
        .extracting(gap -> gap.getClosedAt().isPresent())
        .containsExactly(false, true);
  }

  @Test
  void looksAgainOnlyWhenItsScheduleSaysSoAndClaimsMeanwhile() {
    add(2);
    start(Map.of("schedule", "5s"));
    run.untilClaimed();
    add(1);
    assertThat(run.forget().during(Duration.ofMillis(1_000)).events()).isEmpty();
    run.until(() -> run.events().size() == 1);
  }

  @Test
  void countsWhatItDidSinceItsRunBegan() {
    add(5);
    start(Map.of());
    run.poll((one, metadata) -> one.key().equals("slack:T/list/2") ? null : metadata);
    run.until(() -> lastRun().getCaughtUpAt().isPresent() && lastRun().getEmitted() == 4);
    assertThat(lastRun().getRead()).isEqualTo(5);
    assertThat(lastRun().getFailed()).isEqualTo(1);
    assertThat(lastRun().getBacklog()).isEqualTo(5);
    assertThat(lastRun().getSourceOffset()).isEqualTo("{line=5}");
    assertThat(run.events())
        .allSatisfy(event -> assertThat(event.getRun()).contains(lastRun().getStartedAt()));
  }

  @Test
  void beginsARunAtEveryLookOfItsScheduleAndAtEveryStart() {
    add(2);
    start(Map.of("schedule", "1s"));
    run.until(() -> run.runs().size() > 1 && lastRun().getCaughtUpAt().isPresent());
    var first = lastRun().getStartedAt();
    add(1);
    run.until(() -> run.events().size() == 3);
    assertThat(run.events().get(2).getRun().get()).isAfter(first);
    run.until(() -> lastRun().getRead() == 1 && lastRun().getCaughtUpAt().isPresent());
    run.close();
    start(Map.of());
    run.until(() -> !run.runs().isEmpty());
    assertThat(lastRun().getRead()).isZero();
  }

  @Test
  void failsAtOnceWhenCredentialsAreRejected() {
    source.faults.add(refusal(FailureReason.CREDENTIALS_REJECTED));
    start(Map.of());
    assertThatThrownBy(() -> run.during(Duration.ofSeconds(20)))
        .isInstanceOf(PermanentFaultException.class)
        .hasMessage("CREDENTIALS_REJECTED: It says no. Ask again nicely");
  }

  @Test
  void saysWhyNothingCanBeReadBeforeItFails() {
    source.faults.add(refusal(FailureReason.GONE));
    start(Map.of());
    assertThatThrownBy(() -> run.during(Duration.ofSeconds(20)))
        .isInstanceOf(PermanentFaultException.class);
    assertThat(run.gaps()).anyMatch(gap -> gap.getReason().equals("GONE"));
  }

  @Test
  void goesOnFromItsPositionAlsoWhereEveryEventCarriesWhatIsKnown() {
    source.knowsItsLines = true;
    add(3);
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    restart();
    add(1);
    run.until(() -> run.events().size() == 1);
    assertThat(run.titles()).containsExactly(" line 4");
    var context = new ReaderContext("under-test", offsets, new ObservationClock(systemUTC()));
    var known = context.known("the list", "line", id -> Integer.parseInt(id) / 100);
    assertThat(known.size()).isEqualTo(4);
  }

  @Test
  void takesSecretsOutOfEverythingAndCutsText() {
    source.lines.add("key ghp_16C7e42F292c6912E7710c838347Ae178B4a");
    source.lines.add("ä".repeat(400_000));
    source.lines.add("lone \uD800 surrogate");
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    var events = run.events();
    assertThat(events.get(0).getText().get()).doesNotContain("16C7e42F");
    assertThat(events.get(0).getAttributes().get("note")).doesNotContain("16C7e42F");
    assertThat(events.get(1).getTruncated()).isTrue();
    assertThat(events.get(1).getText().get()).hasSize(256 * 1024);
    assertThat(events.get(2).getText()).contains("lone \uFFFD surrogate");
  }

  @Test
  void ordersObservationsAlsoOverARestart() {
    add(3);
    start(Map.of());
    run.until(() -> run.events().size() == 3);
    long before = run.events().get(2).getVersionOrder().getObservation();
    restart();
    add(1);
    run.until(() -> run.events().size() == 1);
    assertThat(run.events().get(0).getVersionOrder().getObservation()).isGreaterThan(before);
  }

  @Test
  void marksEventsOfAPrivateSource() {
    add(1);
    start(Map.of("source.visibility", "private"));
    run.until(() -> run.events().size() == 1);
    assertThat(run.events()).extracting(RawEvent::getVisibility).containsExactly("private");
  }

  @Test
  void givesBackToAReaderWhatItRememberedAlsoAfterAReset() {
    add(4);
    start(Map.of());
    run.untilClaimed();
    offsets.reset();
    var context = new ReaderContext("under-test", offsets, new ObservationClock(systemUTC()));
    assertThat(context.remembered("the list", "line")).isEqualTo(Map.of("seen", "4"));
  }

  @Test
  void namesEveryHeaderThatCloudEventsAskFor() {
    add(1);
    start(Map.of());
    run.until(() -> run.events().size() == 1);
    SourceRecord one =
        run.sent().stream().filter(r -> r.topic().equals("alluvium.raw.list")).findFirst().get();
    var headers = new HashMap<String, String>();
    one.headers().forEach(header -> headers.put(header.key(), header.value().toString()));
    assertThat(headers)
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_source", "/sources/under-test")
        .containsEntry("ce_type", "message.seen")
        .containsEntry("ce_time", "1970-01-01T00:00:00Z")
        .containsKey("ce_id");
  }

  private static PermanentFaultException refusal(FailureReason reason) {
    return new PermanentFaultException(reason, "It says no", "Ask again nicely");
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      source.faults.add(new IOException("connection reset"));
    }
  }

  private SourceRun lastRun() {
    return run.runs().get(run.runs().size() - 1);
  }

  private CoverageClaim last() {
    return run.claims().get(run.claims().size() - 1);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      source.lines.add("text " + source.lines.size());
    }
  }

  private void restart() {
    run.close();
    start(Map.of());
  }

  private void start(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("name", "under-test");
    settings.put("exactly.once.support", "required");
    run = TaskRun.start(source.task(), settings, offsets);
  }
}
