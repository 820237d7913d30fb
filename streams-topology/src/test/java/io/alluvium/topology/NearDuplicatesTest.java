package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.VersionOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What says almost the same is linked, once, from both ends; and nothing grows without bound. */
final class NearDuplicatesTest {
  private static final String STORY =
      "The reader keeps its position in the index so that a restart goes on where it stopped,"
          + " and nobody has to explain to anyone why the same forty thousand records came in"
          + " twice on the morning after the power had failed in the whole building.";

  private final TestStream stream = TestStream.enrich(List.of(), EnrichConfig.DEFAULT_TIMEOUT);

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void linksAlmostEqualTextsOnceFromEachEnd() {
    stream.send(message("a", STORY), message("b", STORY.replace("morning", "evening")));
    var edges = stream.nearDuplicates();
    assertThat(edges)
        .extracting(NearDuplicate::getEntityKey, NearDuplicate::getOtherKey)
        .containsExactlyInAnyOrder(pair("a", "b"), pair("b", "a"));
    assertThat(edges).extracting(NearDuplicate::getId).hasSize(2).containsOnly(id(edges));
    assertThat(edges)
        .allSatisfy(edge -> assertThat(edge.getScore()).isBetween(0.7, 1.0))
        .allSatisfy(edge -> assertThat(edge.getAlgorithm()).isEqualTo("word3-superminhash128/1"))
        .allSatisfy(edge -> assertThat(edge.getContentHash()).isNotEqualTo(edge.getOtherHash()));
  }

  @Test
  void keysAnEdgeByEndRelationAndOtherEnd() {
    stream.send(message("a", STORY), message("b", STORY));
    assertThat(stream.records(TestStream.TOPICS.nearDuplicates()))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactlyInAnyOrder(
            key("a") + "\0near_duplicate_of\0" + key("b"),
            key("b") + "\0near_duplicate_of\0" + key("a"));
  }

  @Test
  void namesAnEdgeTheSameInWhateverOrderItsEndsCome() {
    stream.send(message("a", STORY), message("b", STORY));
    try (var other = TestStream.enrich(List.of(), EnrichConfig.DEFAULT_TIMEOUT)) {
      other.send(message("b", STORY), message("a", STORY));
      assertThat(id(other.nearDuplicates())).isEqualTo(id(stream.nearDuplicates()));
    }
  }

  @Test
  void comparesAPairOnceThoughItSharesEveryBand() {
    stream.send(message("a", STORY), message("b", STORY));
    assertThat(stream.nearDuplicates()).hasSize(2).allMatch(edge -> edge.getScore() == 1.0);
    assertThat(stream.total("candidates")).isEqualTo(16);
    assertThat(stream.total("verified")).isEqualTo(1);
    assertThat(stream.total("edges")).isEqualTo(1);
  }

  @Test
  void linksNothingToAnotherVersionOfItself() {
    stream.send(message("a", STORY), message("a", STORY + " Again."));
    assertThat(stream.nearDuplicates()).isEmpty();
  }

  @Test
  void comparesOnlyTheNewestVersion() {
    stream.send(message("a", STORY), message("a", words(1, 60)));
    stream.send(message("b", STORY));
    assertThat(stream.nearDuplicates()).isEmpty();
    stream.send(message("c", words(1, 60)));
    assertThat(stream.nearDuplicates())
        .extracting(NearDuplicate::getEntityKey)
        .containsExactlyInAnyOrder(key("a"), key("c"));
  }

  @Test
  void linksTheNewVersionOfAnEndAgain() {
    var second = message("a", STORY + " Again.");
    stream.send(message("a", STORY), message("b", STORY));
    stream.nearDuplicates();
    stream.send(second);
    assertThat(stream.nearDuplicates())
        .filteredOn(edge -> edge.getEntityKey().equals(key("a")))
        .extracting(NearDuplicate::getContentHash)
        .containsExactly(second.getContentHash());
  }

  @Test
  void leavesVersionsAloneThatCameTooLate() {
    var late = message("a", STORY);
    late.setCurrent(false);
    stream.send(message("a", words(1, 60)), late, message("b", STORY));
    assertThat(stream.nearDuplicates()).isEmpty();
    stream.send(message("c", words(1, 60)));
    assertThat(stream.nearDuplicates()).hasSize(2);
  }

  @Test
  void forgetsWhatIsDeletedAndTakesNoEdgeBack() {
    var tombstone = message("a", null);
    tombstone.setDeleted(true);
    stream.send(message("a", STORY), message("b", STORY));
    assertThat(stream.nearDuplicates()).hasSize(2);
    stream.send(tombstone, message("b", words(1, 60)), message("c", STORY));
    assertThat(stream.nearDuplicates()).isEmpty();
    assertThat(entries("similar-texts")).isEqualTo(2 * 2);
    assertThat(entries("similar-bands")).isEqualTo(2 * 16);
  }

  @Test
  void publishesNothingForAnEventThatComesAgain() {
    stream.send(message("a", STORY), message("b", STORY));
    stream.nearDuplicates();
    stream.send(message("a", STORY), message("b", STORY));
    assertThat(stream.nearDuplicates()).isEmpty();
  }

  @Test
  void doesNotCompareShortTexts() {
    IntStream.range(0, 50).forEach(i -> stream.send(message("a" + i, "LGTM, thanks a lot!")));
    IntStream.range(0, 50).forEach(i -> stream.send(message("b" + i, "ok")));
    assertThat(stream.nearDuplicates()).isEmpty();
    assertThat(entries("similar-bands")).isZero();
  }

  @Test
  void boundsWhatBoilerplateCosts() {
    IntStream.range(0, 100).forEach(i -> stream.send(message("a" + i, STORY)));
    assertThat(stream.nearDuplicates()).hasSize(2 * (31 * 32 / 2 + 68 * 32));
    assertThat(entries("similar-bands")).isEqualTo(16);
    assertThat(stream.total("dropped-places")).isEqualTo(16 * 68);
  }

  @Test
  void comparesOneEventWithAtMostThirtyTwoOthers() {
    IntStream.range(0, 200).forEach(i -> stream.send(message("a" + i, variant(i))));
    var newest = key("a199");
    assertThat(stream.nearDuplicates())
        .filteredOn(edge -> edge.getEntityKey().equals(newest))
        .hasSizeBetween(16, 32);
    assertThat(stream.total("dropped-candidates")).isPositive();
  }

  @Test
  void forgetsAfterNinetyDays() {
    stream.send(message("a", STORY));
    stream.pass(Duration.ofDays(89));
    stream.send(message("b", STORY));
    assertThat(stream.nearDuplicates()).hasSize(2);
    stream.pass(Duration.ofDays(2));
    stream.send(message("c", STORY));
    assertThat(stream.nearDuplicates())
        .extracting(NearDuplicate::getEntityKey)
        .containsExactlyInAnyOrder(key("b"), key("c"));
    stream.pass(Duration.ofDays(91));
    stream.send(message("z", words(1, 60)));
    stream.pass(Duration.ofSeconds(10));
    assertThat(entries("similar-texts")).isEqualTo(2);
    assertThat(entries("similar-bands")).isEqualTo(16);
  }

  @Test
  void purgesALittleAtATime() {
    IntStream.range(0, 500).forEach(i -> stream.send(message("a" + i, words(i, 40))));
    stream.pass(Duration.ofDays(91));
    stream.send(message("z", STORY));
    stream.pass(Duration.ofSeconds(5));
    assertThat(entries("similar-texts")).isEqualTo(2 * 301);
    stream.pass(Duration.ofSeconds(5));
    stream.pass(Duration.ofSeconds(5));
    assertThat(entries("similar-texts")).isEqualTo(2);
    assertThat(entries("similar-bands")).isEqualTo(16);
  }

  @Test
  void comparesFilesByContentAndCommitsByMessage() {
    var file = message("f", STORY);
    file.setKind("file");
    file.setTitle("docs/a/very/long/path/to/what/nobody/reads/any/more.txt");
    stream.send(file, message("a", STORY));
    assertThat(stream.nearDuplicates()).allMatch(edge -> edge.getScore() == 1.0).hasSize(2);
    var paths = IntStream.range(0, 60).mapToObj(i -> "M  src/" + i + ".txt  +1 -1\n");
    var commits = paths.collect(Collectors.joining());
    stream.send(commit("c", words(1, 20) + "\n\n" + commits));
    stream.send(commit("d", words(2, 20) + "\n\n" + commits));
    assertThat(stream.nearDuplicates()).isEmpty();
  }

  @Test
  void goesOnAfterPoisonedRecords() {
    stream.send(message("a", STORY));
    stream.sendTo(TestStream.TOPICS.enriched(), "x", new byte[] {1, 2, 3});
    stream.sendTo(TestStream.TOPICS.enriched(), "x", null);
    stream.send(message("nul", "\0".repeat(1_000_000)));
    stream.send(message("word", "a".repeat(10_000_000)));
    stream.send(message("words", "one two ".repeat(1_250_000)));
    stream.send(message("many", words(7, 1_500_000)));
    stream.send(message("lone", "\uD800 ".repeat(100_000)));
    var strange = message("strange", STORY);
    strange.setContentHash("no hash");
    stream.send(strange);
    stream.send(message("b", STORY));
    assertThat(stream.nearDuplicates()).hasSize(2);
    assertThat(stream.total("unreadable")).isEqualTo(2);
  }

  private static String id(List<NearDuplicate> edges) {
    return edges.getFirst().getId();
  }

  private static Tuple pair(String end, String other) {
    return tuple(key(end), key(other));
  }

  private long entries(String name) {
    KeyValueStore<Bytes, byte[]> store = stream.store(name);
    long count = 0;
    try (var all = store.all()) {
      for (; all.hasNext(); all.next()) {
        count++;
      }
    }
    return count;
  }

  /** Each differs from all others in a word of its own; near-duplicates all the same. */
  private static String variant(int i) {
    var words = words(1, 80).split(" ");
    words[i % 80] = "own" + i;
    return String.join(" ", words);
  }

  private static String words(int seed, int count) {
    var random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toString(random.nextInt(50_000), 36))
        .collect(Collectors.joining(" "));
  }

  private static String key(String path) {
    return EntityKey.file("root", path).value();
  }

  private static Event commit(String path, String text) {
    var event = message(path, text);
    event.setKind("commit");
    return event;
  }

  private static Event message(String path, String text) {
    return Event.newBuilder()
        .setContentHash(hash(path + '/' + text).hex())
        .setHashVersion(1)
        .setRevision(0)
        .setCurrent(true)
        .setType("message.created")
        .setKind("message")
        .setDeleted(false)
        .setEntityKey(key(path))
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setIngestedAt(Instant.EPOCH)
        .setSource("laptop")
        .setConnectorType("slack")
        .setScope("general")
        .setText(text)
        .build();
  }

  private static ContentHash hash(String content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(content.getBytes(UTF_16));
      return new ContentHash(HexFormat.of().formatHex(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
