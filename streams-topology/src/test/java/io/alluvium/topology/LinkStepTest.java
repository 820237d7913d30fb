package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Link;
import io.alluvium.topology.links.LinkStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edges of the current version, once per end, and what becomes of those it no longer states. */
final class LinkStepTest {
  private static final String SHA = "5f1c0d3a9be24c7788aa0123456789abcdef0123";
  private static final String NOTE = "file:root/note.md";

  private final TestStream stream = TestStream.ingest();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void anEdgeIsWrittenOncePerEnd() {
    stream.send(Raw.file("note.md", "see ABC-1"));
    var records = stream.records(TestStream.TOPICS.links());
    assertThat(records)
        .extracting(record -> new String(record.key(), UTF_8).replace('\0', ' '))
        .containsExactly(NOTE + " mentions ref:key/ABC-1", "ref:key/ABC-1 mentioned_by " + NOTE);
    assertThat(records).allMatch(record -> record.headers().toArray().length == 0);
    stream.send(Raw.file("note.md", "see ABC-2").observed(2));
    assertThat(stream.links().getFirst())
        .satisfies(link -> assertThat(link.getEvidence()).isEqualTo("ABC-2"))
        .satisfies(link -> assertThat(link.getLinkedAt()).isEqualTo(stream.now()))
        .satisfies(link -> assertThat(link.getContentHash()).hasSize(64));
  }

  @Test
  void whatTheNextVersionNoLongerStatesEnds() {
    stream.send(Raw.file("note.md", "ABC-1 and ABC-2"));
    stream.links();
    stream.send(Raw.file("note.md", "ABC-2 and ABC-3").observed(2));
    assertThat(stream.links())
        .extracting(Link::getEntityKey, Link::getOtherKey, Link::getOutgoing, Link::getLive)
        .containsExactly(
            tuple(NOTE, "ref:key/ABC-3", true, true),
            tuple("ref:key/ABC-3", NOTE, false, true),
            tuple(NOTE, "ref:key/ABC-1", true, false),
            tuple("ref:key/ABC-1", NOTE, false, false));
  }

  @Test
  void aDeletedEntityLinksNothingAndARevivedOneDoesAgain() {
    stream.send(Raw.file("note.md", "ABC-1"), Raw.file("note.md", "ABC-1").observed(2).deleted());
    assertThat(live()).isEmpty();
    stream.send(Raw.file("note.md", "ABC-1").observed(3));
    assertThat(live()).containsExactly(NOTE + " mentions ref:key/ABC-1");
  }

  @Test
  void aVersionThatComesLateSaysNothingOfNow() {
    stream.send(Raw.file("note.md", "ABC-1").observed(5));
    stream.links();
    stream.send(Raw.file("note.md", "ABC-9").observed(1));
    assertThat(stream.links()).isEmpty();
  }

  @Test
  void aDuplicateWritesNothing() {
    stream.send(Raw.file("note.md", "ABC-1"));
    stream.links();
    stream.send(Raw.file("note.md", "ABC-1").observed(2));
    stream.send(Raw.file("note.md", "ABC-1").from("mirror"));
    assertThat(stream.links()).isEmpty();
  }

  @Test
  void anEdgeWithOtherWordsIsWrittenAgain() {
    stream.send(Raw.file("note.md", "ABC-1"));
    stream.links();
    stream.send(Raw.file("note.md", "https://acme.io/browse/ABC-1").observed(2));
    assertThat(stream.links())
        .extracting(Link::getEvidence, Link::getLive)
        .containsOnly(tuple("https://acme.io/browse/ABC-1", true));
  }

  @Test
  void eachSourceAddsWhatItAloneKnows() {
    var text = "Fix (#12)\n\nM  a.txt  +1 -1";
    var clone =
        Raw.of("commit", EntityKey.commit(SHA))
            .with(event -> {
              event.setText(text);
              event.setAttributes(Map.of("files_root", "r"));
            });
    var mirror =
        Raw.of("commit", EntityKey.commit(SHA))
            .from("hub")
            .inScope("github.com/7")
            .with(event -> {
              event.setText(text);
              event.setConnectorType("github");
            });
    stream.send(clone, mirror);
    var edges =
        List.of(
            "commit:" + SHA + " changes file:r/a.txt",
            "commit:" + SHA + " mentions github:github.com/issue/7/12");
    assertThat(live()).containsExactlyInAnyOrderElementsOf(edges);
    try (var other = TestStream.ingest()) {
      other.send(mirror, clone);
      assertThat(live(other)).containsExactlyInAnyOrderElementsOf(edges);
    }
  }

  @Test
  void everyRecordLiesOnThePartitionOfItsOwnEnd() {
    try (var eight = TestStream.ingest(8, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION)) {
      for (int i = 1; i <= 40; i++) {
        eight.send(Raw.file(i + ".md", "ABC-" + i));
      }
      // The driver refuses a record for a partition that its topic does not have.
      assertThat(eight.links()).isNotEmpty();
    }
  }

  @Test
  void entitiesThatStateNothingKeepNoState() {
    stream.send(Raw.file("note.md", "ABC-1"), Raw.file("a.md", "nothing"));
    stream.send(Raw.file("note.md", "nothing more").observed(2));
    try (var all = stream.store("links").all()) {
      assertThat(all).isExhausted();
    }
    assertThat(new LinkStep().stores()).hasSize(1);
  }

  @Test
  void inTheEndTheEdgesAreThoseOfTheCurrentVersions() {
    for (int run = 0; run < 100; run++) {
      var random = new Random(run);
      var sent = new ArrayList<Raw>();
      var newest = new HashMap<String, Integer>();
      for (int at = 1; at <= 10; at++) {
        var path = run + "-" + random.nextInt(2) + ".md";
        int key = 1 + random.nextInt(5);
        sent.add(Raw.file(path, "ABC-" + key + " at " + at).observed(at));
        newest.put(path, key);
      }
      Collections.shuffle(sent, random);
      stream.send(sent.toArray(Raw[]::new));
      var expected = new ArrayList<String>();
      newest.forEach(
          (path, key) -> expected.add("file:root/" + path + " mentions ref:key/ABC-" + key));
      assertThat(live()).as("run %d", run).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<String> live() {
    return live(stream);
  }

  /** Edges that live after what was written since the last call, by the end that states them. */
  private static List<String> live(TestStream stream) {
    var last = new HashMap<String, Link>();
    for (var link : stream.links()) {
      last.put(link.getEntityKey() + " " + link.getRelation() + " " + link.getOtherKey(), link);
    }
    last.values().removeIf(link -> !link.getLive() || !link.getOutgoing());
    return List.copyOf(last.keySet());
  }
}
