package io.alluvium.topology;

import static io.alluvium.topology.Raw.commit;
import static io.alluvium.topology.Raw.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What absence from a listing does: it ends sightings, and only the last one ends the entity. */
final class InferredDeletionTest {
  private final TestStream stream = TestStream.ingest();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void deletesAnEntityThatItsOnlySourceNoLongerLists() {
    stream.send(file("a.txt", "one").observed(1), file("a.txt", "").missing().observed(2));
    assertThat(stream.events())
        .extracting(Event::getType, Event::getRevision)
        .containsExactly(tuple("file.created", 0L), tuple("file.deleted", 1L));
    assertThat(stream.sightings()).extracting(Sighting::getLive).containsExactly(true, false, true);
  }

  @Test
  void onlyEndsTheSightingWhileAnotherSourceListsTheEntity() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(2),
        commit("c0ffee").from("git").missing().observed(3));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.sightings())
        .extracting(Sighting::getSource, Sighting::getLive)
        .containsExactly(tuple("git", true), tuple("mirror", true), tuple("git", false));
  }

  @Test
  void deletesWhenTheLastSightingEnds() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(2),
        commit("c0ffee").from("git").missing().observed(3),
        commit("c0ffee").from("mirror").missing().observed(4));
    assertThat(stream.events()).extracting(Event::getDeleted).containsExactly(false, true);
  }

  @Test
  void countsASourceThatStillListsAnOlderVersion() {
    stream.send(
        file("a.txt", "one").from("mirror").observed(1),
        file("a.txt", "two").from("laptop").observed(2),
        file("a.txt", "").from("laptop").missing().observed(3));
    assertThat(stream.events()).extracting(Event::getDeleted).containsExactly(false, false);
  }

  @Test
  void endsNothingByAnAbsenceThatWasObservedBeforeTheSighting() {
    stream.send(file("a.txt", "one").observed(5), file("a.txt", "").missing().observed(4));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.sightings()).hasSize(1);
  }

  @Test
  void endsNothingByAnAbsenceThatUpstreamOrdersBeforeTheCurrentVersion() {
    stream.send(
        file("a.txt", "one").ordered(0, 200).observed(1),
        file("a.txt", "").ordered(0, 100).missing().observed(2));
    assertThat(stream.events()).hasSize(1);
  }

  @Test
  void endsASightingThoughAnotherSourceLookedLater() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(9),
        commit("c0ffee").from("git").missing().observed(5),
        commit("c0ffee").from("mirror").missing().observed(10));
    assertThat(stream.events()).extracting(Event::getDeleted).containsExactly(false, true);
  }

  @Test
  void ignoresAnAbsenceFromASourceThatNeverListedTheEntity() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").missing().observed(2),
        commit("decade").from("mirror").missing().observed(3));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void revivesAnEntityThatASlowerSourceStillLists() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("git").missing().observed(3),
        commit("c0ffee").from("mirror").observed(2));
    assertThat(stream.events())
        .extracting(Event::getType)
        .containsExactly("commit.created", "commit.deleted", "commit.created");
  }

  @Test
  void doesNotReviveByAReplayOfWhatHasEnded() {
    var history =
        new Raw[] {
          commit("c0ffee").from("git").observed(1),
          commit("c0ffee").from("mirror").observed(2),
          commit("c0ffee").from("git").missing().observed(3),
          commit("c0ffee").from("mirror").missing().observed(4)
        };
    stream.send(history);
    assertThat(stream.events()).hasSize(2);
    stream.send(history);
    assertThat(stream.events()).isEmpty();
  }

  @Test
  void doesNotReviveWhatUpstreamSaysIsDeleted() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("git").deleted().observed(3),
        commit("c0ffee").from("mirror").observed(2));
    assertThat(stream.events()).hasSize(2);
  }

  @Test
  void publishesTheEntityAgainWhenItsSourceListsItAgain() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "").missing().observed(2),
        file("a.txt", "one").observed(3));
    assertThat(stream.events())
        .extracting(Event::getType)
        .containsExactly("file.created", "file.deleted", "file.created");
  }

  @Test
  void startsASightingAgainWithoutANewVersion() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(2),
        commit("c0ffee").from("git").missing().observed(3),
        commit("c0ffee").from("git").observed(4));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.sightings())
        .extracting(Sighting::getSource, Sighting::getLive)
        .endsWith(tuple("git", false), tuple("git", true));
  }

  @Test
  void endsTheSightingOfTheVersionThatTheSourceReportedLast() {
    stream.send(
        file("a.txt", "one").from("mirror").observed(1),
        file("a.txt", "two").from("laptop").observed(2),
        file("a.txt", "").from("mirror").missing().observed(3));
    var one = stream.events().getFirst().getContentHash();
    assertThat(stream.sightings().getLast())
        .extracting(Sighting::getSource, Sighting::getContentHash, Sighting::getLive)
        .containsExactly("mirror", one, false);
  }

  @Test
  void deletesByALateStatedDeletionThatLeavesNoSighting() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(5),
        commit("c0ffee").from("mirror").missing().observed(6),
        commit("c0ffee").from("git").deleted().observed(3));
    assertThat(stream.events())
        .extracting(Event::getDeleted, Event::getCurrent)
        .containsExactly(tuple(false, true), tuple(true, true));
  }

  @Test
  void keepsTheEntityOverALateStatedDeletionThatIsOlderThanALiveSighting() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("mirror").observed(5),
        commit("c0ffee").from("git").deleted().observed(3));
    assertThat(stream.events())
        .extracting(Event::getDeleted, Event::getCurrent)
        .containsExactly(tuple(false, true), tuple(true, false));
    stream.send(commit("c0ffee").from("mirror").missing().observed(6));
    assertThat(stream.events()).extracting(Event::getDeleted).containsExactly(true);
  }
}
