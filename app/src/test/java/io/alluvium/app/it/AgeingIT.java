package io.alluvium.app.it;

import static io.alluvium.app.it.TierBed.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.app.UserError;
import io.alluvium.app.tiers.Job;
import io.alluvium.app.tiers.SliceView;
import io.alluvium.recall.BeyondHorizon;
import io.alluvium.recall.Principal;
import io.alluvium.recall.Question;
import io.alluvium.recall.Recall;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.search.TierHit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Slices leave the tiers of a broker: what is found then, and how everything is made again. */
@Isolated("waits for three tiers")
final class AgeingIT {
  @TempDir Path directory;
  private TierBed tiers;
  private Recall recall;

  @BeforeEach
  void start() throws Exception {
    tiers = new TierBed(directory);
    recall = new Recall(List.of(tiers.hot, new BeyondHorizon(tiers.warm, tiers.hot)));
    tiers.publish(
        event("old", 0, "okapi in the forest", 10),
        event("changed", 0, "gerenuk before", 10),
        event("changed", 1, "gerenuk after", 1),
        event("back", 0, "nyala", 10),
        event("back", 1, "dikdik", 9),
        event("back", 2, "nyala", 9),
        event("young", 0, "okapi at the gate", 1));
  }

  @AfterEach
  void stop() {
    tiers.close();
  }

  @Test
  void agesVerifiesRestoresAndRebuilds() throws Exception {
    assertThat(found("okapi"))
        .extracting(TierHit::tier, TierHit::title)
        .hasSize(2)
        .allSatisfy(hit -> assertThat(hit.toList().getFirst()).isEqualTo("hot"));
    ages();
    answersFromWarmForWhatHotHasDropped();
    skipsWhatIsLate();
    isSound();
    bringsTheDayBack();
    findsAFlippedBitAndRebuilds();
    rebuildsFromCold();
    findsAFlippedBitInColdAndRepairsThatFile();
    aFullDiskPausesItsTierAndTheOthersGoOn();
  }

  private void ages() {
    tiers.care.round();
    assertThat(tiers.care.trouble()).isEmpty();
    assertThat(tiers.care.status().slices().get("hot")).isEqualTo(Map.of("DROPPED", dropped()));
    assertThat(tiers.care.slices(Optional.of("hot")))
        .filteredOn(slice -> slice.day().equals(day(10).toString()))
        .isNotEmpty()
        .allSatisfy(slice -> {
          assertThat(slice.state()).isEqualTo("DROPPED");
          assertThat(slice.evidence()).containsKeys("digest", "proofs", "sampled", "finalAfter");
        });
    assertThat(tiers.care.simulate(LocalDate.now(ZoneOffset.UTC).plusDays(30)))
        .extracting(SliceView::tier)
        .contains("hot");
  }

  /** Slices that old versions lie in, which may share a shard. */
  private long dropped() {
    return tiers.care.slices(Optional.of("hot")).stream()
        .filter(slice -> !slice.day().equals(day(1).toString()))
        .count();
  }

  private void answersFromWarmForWhatHotHasDropped() {
    assertThat(found("okapi"))
        .extracting(TierHit::tier, hit -> hit.title().text(), TierHit::snippetOf)
        .containsExactlyInAnyOrder(
            tuple("hot", "young", TierHit.SnippetOf.TEXT),
            tuple("warm", "old", TierHit.SnippetOf.SUMMARY));
    assertThat(found("gerenuk")).extracting(TierHit::revision).containsExactly(1L);
    assertThat(found("before")).isEmpty();
  }

  private void skipsWhatIsLate() {
    tiers.publish(event("old", 0, "okapi in the forest", 10));
    assertThat(tiers.care.status().skipped().get("hot")).isEqualTo(2);
    assertThat(found("forest")).extracting(TierHit::tier).containsExactly("warm");
  }

  private void isSound() {
    assertThat(finished(tiers.care.jobs().verify()))
        .containsEntry("sound", true)
        .containsEntry("damaged", List.of())
        .containsEntry("different", List.of());
  }

  private void bringsTheDayBack() {
    assertThat(finished(tiers.care.jobs().restore(day(10), day(10), Duration.ofDays(3))))
        .containsEntry("versions", 2L);
    assertThat(found("forest")).extracting(TierHit::tier).containsExactly("hot");
    assertThat(found("before")).isEmpty();
    tiers.care.round();
    assertThat(found("forest")).extracting(TierHit::tier).containsExactly("hot");
    assertThat(tiers.care.slices(Optional.of("hot")))
        .filteredOn(slice -> slice.day().equals(day(10).toString()) && slice.versions() > 0)
        .isNotEmpty()
        .allSatisfy(slice -> {
          assertThat(slice.why()).startsWith("restored; stays until " + slice.due());
          assertThat(slice.evidence()).containsKeys("digest", "proofs", "droppedAt", "heldUntil");
        });
    // What came back as a later revision is there as that one, in every tier.
    isSound();
  }

  private void findsAFlippedBitAndRebuilds() throws IOException {
    // All of them: one may have just been merged, and be in no commit.
    var files = files(directory.resolve("warm"), "cfs");
    for (var file : files) {
      flip(file);
    }
    var result = finished(tiers.care.jobs().verify());
    assertThat(result).containsEntry("sound", false);
    assertThat(files)
        .anySatisfy(file ->
            assertThat(result.get("damaged")).asString().contains(file.getFileName().toString()));
    assertThat(finished(tiers.care.jobs().rebuild("warm", Optional.empty())))
        .containsEntry("from", "log");
    tiers.publish();
    isSound();
  }

  private void rebuildsFromCold() {
    for (var tier : List.of("hot", "warm")) {
      assertThat(finished(tiers.care.jobs().rebuild(tier, Optional.of("cold"))))
          .containsEntry("versions", 7L);
    }
    tiers.publish();
    isSound();
    assertThat(found("okapi")).hasSize(2);
    assertThat(found("before")).isEmpty();
  }

  private void findsAFlippedBitInColdAndRepairsThatFile() throws IOException {
    var events = directory.resolve("cold/warehouse/test/events");
    var before = files(events, "parquet");
    var file = largest(events, "parquet");
    flip(file);
    var result = finished(tiers.care.jobs().verify());
    assertThat(result).containsEntry("sound", false);
    assertThat(result.get("damaged")).asString().contains(file.getFileName().toString());
    assertThat(finished(tiers.care.jobs().rebuild("cold", Optional.empty())))
        .containsEntry("damaged", 1)
        .containsEntry("files", 1L)
        .containsEntry("lost", List.of());
    isSound();
    assertThat(files(events, "parquet")).containsAll(before).hasSize(before.size() + 1);
    assertThat(tiers.cold.inventory().versions().values().stream().mapToLong(n -> n).sum())
        .isGreaterThanOrEqualTo(7);
    finished(tiers.care.jobs().rebuild("cold", Optional.of("log")));
    tiers.publish();
    isSound();
    assertThatThrownBy(() -> tiers.care.jobs().rebuild("luke", Optional.of("cold")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no tier 'luke'");
  }

  private void aFullDiskPausesItsTierAndTheOthersGoOn() {
    tiers.full = true;
    tiers.send(event("new", 0, "bongo", 0));
    tiers.await(() -> tiers.status(tiers.hot).state() == TierStatus.State.FAILED);
    assertThat(tiers.status(tiers.hot).error().orElseThrow())
        .contains("There is no room left for shard")
        .contains("goes on by itself");
    tiers.await(() -> tiers.committed(tiers.warm::slices) && tiers.committed(tiers.cold::slices));
    assertThat(tiers.committed(tiers.hot::slices)).isFalse();
    for (var tier : List.of(tiers.warm, tiers.cold)) {
      assertThat(tiers.status(tier).error()).isEmpty();
    }
    tiers.full = false;
    tiers.publish();
    tiers.await(() -> tiers.status(tiers.hot).state() == TierStatus.State.RUNNING);
    assertThat(found("bongo")).extracting(TierHit::tier).containsExactly("hot");
  }

  private Map<String, Object> finished(Job.Status begun) {
    assertThat(begun.state()).isEqualTo("running");
    tiers.await(() -> !tiers.care.jobs().newest().state().equals("running"));
    var job = tiers.care.jobs().newest();
    assertThat(job.error()).isNull();
    return job.result();
  }

  private List<TierHit> found(String text) {
    return recall.search(Question.of(text), Principal.everyone()).hits();
  }

  private static LocalDate day(int ago) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(ago);
  }

  private static Path largest(Path below, String ending) throws IOException {
    return files(below, ending).stream()
        .max(Comparator.comparingLong(file -> file.toFile().length()))
        .orElseThrow();
  }

  private static List<Path> files(Path below, String ending) throws IOException {
    try (var files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static void flip(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
