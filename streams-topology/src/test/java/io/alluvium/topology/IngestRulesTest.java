package io.alluvium.topology;

import static io.alluvium.topology.Raw.commit;
import static io.alluvium.topology.Raw.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.VersionOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule of ingest, on one entity. */
final class IngestRulesTest {
  private final TestStream stream = TestStream.ingest();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void publishesFirstVersionOnce() {
    stream.send(file("a.txt", "hello").observed(1), file("a.txt", "hello").observed(2));
    assertThat(stream.events())
        .extracting(Event::getType, Event::getRevision, Event::getCurrent)
        .containsExactly(tuple("file.created", 0L, true));
  }

  @Test
  void keepsOneSightingPerSource() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("github").observed(2),
        commit("c0ffee").from("github").observed(3));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.sightings())
        .extracting(Sighting::getSource, Sighting::getLive)
        .containsExactly(tuple("git", true), tuple("github", true));
  }

  @Test
  void publishesAnEditAsTheNextRevision() {
    stream.send(file("a.txt", "one").observed(1), file("a.txt", "two").observed(2));
    assertThat(stream.events())
        .extracting(this::text, Event::getRevision, Event::getType)
        .containsExactly(tuple("one", 0L, "file.created"), tuple("two", 1L, "file.updated"));
  }

  @Test
  void publishesARevertAsNewRevision() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "two").observed(2),
        file("a.txt", "one").observed(3));
    assertThat(stream.events())
        .extracting(this::text, Event::getRevision, Event::getCurrent)
        .containsExactly(tuple("one", 0L, true), tuple("two", 1L, true), tuple("one", 2L, true));
  }

  @Test
  void keepsTheHigherOrderOfADuplicate() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "one").observed(5),
        file("a.txt", "two").observed(3));
    assertThat(stream.events())
        .extracting(this::text, Event::getCurrent)
        .containsExactly(tuple("one", true), tuple("two", false));
  }

  @Test
  void dropsAKnownVersionThatIsNotNewer() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "two").observed(2),
        file("a.txt", "one").observed(1));
    assertThat(stream.events()).hasSize(2);
  }

  @Test
  void takesAKnownVersionFromAnotherSourceAsSighting() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "two").observed(3),
        file("a.txt", "one").from("mirror").observed(2));
    assertThat(stream.events()).hasSize(2);
    assertThat(stream.sightings())
        .extracting(Sighting::getSource)
        .containsExactly("laptop", "laptop", "mirror");
  }

  @Test
  void publishesAnOlderUnknownVersionButNotAsCurrent() {
    stream.send(file("a.txt", "two").observed(2), file("a.txt", "one").observed(1));
    assertThat(stream.events())
        .extracting(this::text, Event::getRevision, Event::getCurrent, Event::getType)
        .containsExactly(
            tuple("two", 0L, true, "file.created"), tuple("one", 1L, false, "file.updated"));
  }

  @Test
  void publishesALateVersionOnlyOnce() {
    stream.send(
        file("a.txt", "two").observed(2),
        file("a.txt", "one").observed(1),
        file("a.txt", "one").observed(1));
    assertThat(stream.events()).hasSize(2);
  }

  @Test
  void takesTheLaterOfEqualOrdersAsNewer() {
    stream.send(file("a.txt", "one").observed(1), file("a.txt", "two").observed(1));
    assertThat(stream.events())
        .extracting(this::text, Event::getCurrent)
        .containsExactly(tuple("one", true), tuple("two", true));
  }

  @Test
  void comparesEpochThenUpstreamOrderThenObservation() {
    stream.send(
        file("a.txt", "one").ordered(1, 5).observed(1),
        file("a.txt", "two").ordered(1, 4).observed(2),
        file("a.txt", "three").ordered(0, 9).observed(3),
        file("a.txt", "four").ordered(1, 5).observed(2));
    assertThat(stream.events())
        .extracting(this::text, Event::getCurrent)
        .containsExactly(
            tuple("one", true), tuple("two", false), tuple("three", false), tuple("four", true));
  }

  @Test
  void neverReusesARevision() {
    stream.send(
        file("a.txt", "two").observed(2),
        file("a.txt", "one").observed(1),
        file("a.txt", "three").observed(3),
        file("a.txt", "").deleted().observed(4),
        file("a.txt", "two").observed(5));
    assertThat(stream.events()).extracting(Event::getRevision).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void publishesAStatedDeletionAsTombstone() {
    stream.send(file("a.txt", "one").observed(1), file("a.txt", "").deleted().observed(2));
    assertThat(stream.events())
        .extracting(Event::getType, Event::getDeleted, Event::getCurrent)
        .containsExactly(tuple("file.created", false, true), tuple("file.deleted", true, true));
  }

  @Test
  void publishesAStatedDeletionThoughAnotherSourceStillListsTheEntity() {
    stream.send(
        commit("c0ffee").from("git").observed(1),
        commit("c0ffee").from("github").observed(2),
        commit("c0ffee").from("github").deleted().observed(3));
    assertThat(stream.events()).extracting(Event::getDeleted).containsExactly(false, true);
  }

  @Test
  void publishesATombstoneOfAnUnknownEntity() {
    stream.send(file("a.txt", "").deleted().observed(2), file("a.txt", "one").observed(1));
    assertThat(stream.events())
        .extracting(Event::getType, Event::getCurrent)
        .containsExactly(tuple("file.deleted", true), tuple("file.created", false));
  }

  @Test
  void givesADeletionWithoutUpstreamOrderThatOfTheCurrentVersion() {
    stream.send(
        file("a.txt", "one").ordered(3, 7).observed(1), file("a.txt", "").deleted().observed(2));
    assertThat(stream.events())
        .extracting(Event::getCurrent, Event::getVersionOrder)
        .contains(tuple(true, new VersionOrder(3L, 7L, 2L)));
  }

  @Test
  void publishesARecreationWithTheSameContent() {
    stream.send(
        file("a.txt", "one").observed(1),
        file("a.txt", "").deleted().observed(2),
        file("a.txt", "one").observed(3));
    assertThat(stream.events())
        .extracting(Event::getType, Event::getRevision)
        .containsExactly(
            tuple("file.created", 0L), tuple("file.deleted", 1L), tuple("file.created", 2L));
  }

  @Test
  void publishesNothingOnAReadFromTheBeginning() {
    var history =
        new Raw[] {
          file("a.txt", "one").observed(1),
          file("a.txt", "two").observed(2),
          file("a.txt", "").deleted().observed(3),
          file("a.txt", "two").observed(4),
          file("b.txt", "b").observed(5)
        };
    stream.send(history);
    assertThat(stream.events()).hasSize(5);
    stream.send(history);
    stream.send(file("a.txt", "two").observed(10), file("b.txt", "b").observed(11));
    assertThat(stream.events()).isEmpty();
    assertThat(stream.sightings()).hasSize(5);
  }

  @Test
  void tellsASightingWhoseVisibilityChanged() {
    stream.send(commit("c0ffee").observed(1), commit("c0ffee").visibility("private").observed(2));
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.sightings())
        .extracting(Sighting::getVisibility)
        .containsExactly("public", "private");
  }

  private String text(Event event) {
    return event.getText().orElse(null);
  }
}
