package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HotTierSearchTest {
  @TempDir Path directory;
  private HotTier tier;

  @BeforeEach
  void open() {
    tier = new HotTier(directory);
  }

  @AfterEach
  void close() {
    tier.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "call parseHttpResponse(in)        | parse",
        "call parseHttpResponse(in)        | http",
        "call parseHttpResponse(in)        | response",
        "call parseHttpResponse(in)        | parseHttpResponse",
        "call parseHttpResponse(in)        | parsehttpresponse",
        "call parseHttpResponse(in)        | parse_http_response",
        "call parseHttpResponse(in)        | \"parse http\"",
        "call parseHttpResponse(in)        | httpResponse",
        "call parseHttpResponse(in)        | parseHt*",
        "call parseHttpResponse(in)        | parsehttpr*",
        "new HTTPServer(port)              | server",
        "new HTTPServer(port)              | http",
        "new HTTPServer(port)              | httpserver",
        "list of URLs and PRs              | url",
        "MAX_BUFFER_SIZE = 1               | buffer",
        "MAX_BUFFER_SIZE = 1               | MAX_BUFFER_SIZE",
        "MAX_BUFFER_SIZE = 1               | max_buffer",
        "MAX_BUFFER_SIZE = 1               | maxBufferSize",
        "src/main/java/io/foo/BarBaz.java  | BarBaz",
        "src/main/java/io/foo/BarBaz.java  | barbaz.java",
        "src/main/java/io/foo/BarBaz.java  | baz",
        "src/main/java/io/foo/BarBaz.java  | java/io/foo",
        "src/main/java/io/foo/BarBaz.java  | src/main/java/io/foo/BarBaz.java",
        "src/main/java/io/foo/BarBaz.java  | io.foo.BarBaz",
        "src/main/java/io/foo/BarBaz.java  | foo/Bar*",
        "release v1.2.3 is out             | v1.2.3",
        "release v1.2.3 is out             | 1.2.3",
        "release v1.2.3 is out             | 1.2",
        "the foo-bar option                | foo-bar",
        "the foo-bar option                | bar",
        "the foo-bar option                | foo_bar",
        "sha256 and utf8                   | sha",
        "sha256 and utf8                   | sha256",
        "sha256 and utf8                   | sha-256",
        "commit 9f86d081884c7d65           | 9f86d081884c7d65",
        "commit 9f86d081884c7d65           | 9f86d08*",
        "it's the user's choice            | user",
        "many parsers                      | parser",
        "one parser                        | parsers",
        "branches and queries              | branch query",
        "redis and dns                     | redis",
        "café au lait                      | cafe",
        "cafe au lait                      | café",
        "全文検索エンジン                          | 検索",
        "全文検索エンジン                          | エンジン",
        "안녕하세요 세계                         | 세계",
        "Привет, Мир                       | мир",
        "ship it 🚀 now                     | 🚀",
        "ＦＵＬＬ width                        | full",
        "lambda@example.com                | example.com",
        "x = user_id2;                     | user_id2",
        "x = user_id2;                     | userid2",
      })
  void findsIdentifiersByTheirPartsAndAsWholes(String text, String question) {
    given(version("file:r/a", 0, text), version("file:r/b", 0, "something else"));
    assertThat(keys(question)).containsExactly("file:r/a");
  }

  @ParameterizedTest
  @CsvSource({
    "parseHttpResponse, httpParse",
    "foo-bar, bar-foo",
    "v1.2.3, 2.1",
    "HTTPServer, serverhttp",
    "9f86d081884c7d65, 884",
  })
  void doesNotFindPartsInAnotherOrder(String text, String question) {
    given(version("file:r/a", 0, text));
    assertThat(keys(question)).isEmpty();
  }

  @Test
  void findsADecomposedLetterByItsComposedForm() {
    given(version("file:r/a", 0, "cafe\u0301.txt"));
    assertThat(keys("caf\u00e9")).containsExactly("file:r/a");
  }

  @Test
  void findsACommitByTheBeginningOfItsSha() {
    given(
        version("commit:4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee", 0, "message").kind("commit"),
        version("commit:5be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee", 0, "message").kind("commit"));
    assertThat(keys("4be1c0f")).containsExactly("commit:4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee");
  }

  @Test
  void ranksWhatHasAllWordsBeforeWhatHasSomeManyTimes() {
    given(
        version("file:r/some", 0, "zebra zebra zebra zebra zebra").title("zebra zebra"),
        version("file:r/all", 0, "a long text about one zebra " + "and more ".repeat(400) + "lion"),
        version("file:r/none", 0, "nothing of it"));
    assertThat(keys("zebra lion")).containsExactly("file:r/all", "file:r/some");
  }

  @Test
  void answersANaturalQuestionWithoutItsSmallWords() {
    given(
        version("file:r/a", 0, "retries are configured with retry.max"),
        version("file:r/b", 0, "how is the weather and where are the others"));
    assertThat(keys("how are the retries configured?")).containsExactly("file:r/a");
  }

  @Test
  void findsSmallWordsWhenNothingElseIsAsked() {
    given(version("file:r/a", 0, "to be or not to be"));
    assertThat(keys("to be")).containsExactly("file:r/a");
  }

  @Test
  void ranksTitlesBeforeTexts() {
    given(
        version("file:r/text", 0, "kernel"),
        version("file:r/title", 0, "something").title("kernel"));
    assertThat(keys("kernel")).containsExactly("file:r/title", "file:r/text");
  }

  @Test
  void demandsPhrasesAndLeavesOutWhatIsNegated() {
    given(
        version("file:r/a", 0, "the quick brown fox"),
        version("file:r/b", 0, "the brown quick fox"),
        version("file:r/c", 0, "the quick brown fox jumps"));
    assertThat(keys("\"quick brown\" -jumps")).containsExactly("file:r/a");
    assertThat(keys("fox -\"quick brown\"")).containsExactly("file:r/b");
    assertThat(keys("-jumps")).containsExactlyInAnyOrder("file:r/a", "file:r/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\"\"",
        "-",
        "--",
        "-\"",
        "*",
        "**",
        "a*b*",
        "(",
        "((a",
        "a AND",
        "OR",
        "NOT",
        "[a TO",
        "field:",
        ":",
        "a:b",
        "\\",
        "a\\",
        "~",
        "a~2",
        "^",
        "a^3",
        "{",
        "/re(/",
        "&&",
        "||",
        "!",
        "+",
        "\u0000",
        "\ud83d",
        "\udc00x",
        "-\"unclosed phrase",
        "\"a\"b\"",
        "***x",
        "x***",
        "-*",
        "\"*\""
      })
  void neverFailsOnWhatAPersonTypes(String question) {
    given(version("file:r/a", 0, "text"));
    assertThat(ask(question).failures()).isEmpty();
  }

  @Test
  void boundsWhatALongQuestionCosts() {
    var text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append("word")
          .append((char) ('a' + i % 26))
          .append(i)
          .append("Part")
          .append(i)
          .append(' ');
    }
    given(version("file:r/a", 0, text.toString()));
    var questions =
        List.of(
            "oneTwoThree ".repeat(300),
            "a.b.c.d/".repeat(500),
            "x.word* ".repeat(300),
            "w* wo* wor* word* worda* wordb*",
            numbered("part.w%d*"),
            numbered("part%dWordTwoThree.wordA*"),
            numbered("oneTwo%dThree"),
            numbered("\"one two %d\""),
            "\"" + "one two ".repeat(500) + "\"",
            "-a".repeat(2_000),
            "-oneTwo ".repeat(500),
            "漢字".repeat(2_000),
            "aB1".repeat(1_300),
            text.substring(0, 4_096));
    for (var question : questions) {
      assertThat(ask(question).failures()).isEmpty();
    }
  }

  private static String numbered(String word) {
    return IntStream.range(0, 100).mapToObj(word::formatted).collect(Collectors.joining(" "));
  }

  @Test
  void neverFailsOnRandomQuestions() {
    given(version("file:r/a", 0, "foo bar FooBar foo_bar 漢字 v1.2"), version("file:r/b", 0, "x"));
    var alphabet = "foBar_-.*\"\"  12/漢字\u0301🚀()[]:~^+!&|\\é";
    var random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      var question = new StringBuilder();
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        question.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(ask(question.toString()).failures()).as(question.toString()).isEmpty();
    }
  }

  @Test
  void findsNothingForPunctuationAlone() {
    given(version("file:r/a", 0, "text"));
    assertThat(keys("???")).isEmpty();
  }

  @Test
  void answersAnEmptyQuestionWithTheNewest() {
    given(
        version("file:r/old", 0, "x").occurred(Instant.parse("2020-01-01T00:00:00Z")),
        version("file:r/new", 0, "x").occurred(Instant.parse("2026-01-01T00:00:00Z")),
        version("file:r/mid", 0, "x").occurred(Instant.parse("2023-01-01T00:00:00Z")));
    assertThat(keys(" ")).containsExactly("file:r/new", "file:r/mid", "file:r/old");
  }

  @Test
  void hidesSupersededAndDeletedVersions() {
    given(
        version("file:r/a", 0, "alpha"),
        version("file:r/a", 1, "beta"),
        version("file:r/b", 0, "alpha"),
        tombstone("file:r/b", 1));
    assertThat(ask("alpha").hits()).isEmpty();
    assertThat(ask("alpha").total()).isZero();
    assertThat(tier.entities()).isEqualTo(1);
    assertThat(keys("beta")).containsExactly("file:r/a");
  }

  @Test
  void filtersBySourceKindTimeAndEntity() {
    given(
        version("file:r/a", 0, "word").from("one", "s").occurred(Instant.ofEpochSecond(100)),
        version("commit:b", 0, "word")
            .from("two", "s")
            .kind("commit")
            .occurred(Instant.ofEpochSecond(200)));
    assertThat(keys("word", filter(Set.of("one"), Set.of(), null, null, null)))
        .containsExactly("file:r/a");
    assertThat(keys("word", filter(Set.of(), Set.of("commit"), null, null, null)))
        .containsExactly("commit:b");
    assertThat(keys("word", filter(Set.of(), Set.of(), Instant.ofEpochSecond(200), null, null)))
        .containsExactly("commit:b");
    assertThat(keys("word", filter(Set.of(), Set.of(), null, Instant.ofEpochSecond(200), null)))
        .containsExactly("file:r/a");
    assertThat(keys("word", filter(Set.of(), Set.of(), null, null, "commit:b")))
        .containsExactly("commit:b");
  }

  @Test
  void showsAndCountsOnlyWhatTheAskerMaySee() {
    given(
        version("file:r/a", 0, "word").from("team-one", "docs"),
        version("file:r/b", 0, "word").from("team-two", "docs"),
        version("file:r/c", 0, "word").from("team-one", "secret?"));
    assertThat(total("word", new Access(Set.of("team-*"), Set.of("*")))).isEqualTo(3);
    assertThat(total("word", new Access(Set.of("team-one"), Set.of("*")))).isEqualTo(2);
    assertThat(total("word", new Access(Set.of("*"), Set.of("secret?")))).isEqualTo(1);
    assertThat(total("word", new Access(Set.of("*"), Set.of("secre??")))).isZero();
    assertThat(total("word", new Access(Set.of("*"), Set.of("s*?")))).isEqualTo(1);
    assertThat(total("word", new Access(Set.of(), Set.of("*")))).isZero();
  }

  @Test
  void comparesScoresAcrossShards() {
    var first = tier.open(0);
    var second = tier.open(1);
    for (int i = 0; i < 50; i++) {
      first.apply(version("file:r/common" + i, 0, "ordinary filler").bare());
    }
    first.apply(version("file:r/a", 0, "rare word here").bare());
    second.apply(version("file:r/b", 0, "rare word here").bare());
    first.refresh();
    second.refresh();
    var hits = ask("rare").hits();
    assertThat(hits).hasSize(2);
    assertThat(hits.get(0).score()).isEqualTo(hits.get(1).score());
  }

  @Test
  void marksWhatMatchedInTitleAndSnippet() {
    given(version("file:r/a", 0, "x\nint parseHttp() {\n}").title("src/HttpParser.java"));
    var hit = ask("http").hits().getFirst();
    assertThat(marked(hit.title())).containsExactly("Http");
    assertThat(marked(hit.snippet())).containsExactly("Http");
  }

  @Test
  void marksAnIdentifierAsAWhole() {
    given(version("file:r/a", 0, "call parseHttpResponse(x) and parse it"));
    assertThat(marked(ask("parseHttpResponse").hits().getFirst().snippet()))
        .containsExactly("parseHttpResponse");
  }

  @Test
  void snippetShowsTheStretchWithMostOfTheQuestion() {
    var text =
        "alpha here\n"
            + "filler line of no use\n".repeat(200)
            + "alpha and beta together\n"
            + "more\n".repeat(200);
    given(version("file:r/a", 0, text));
    var snippet = ask("alpha beta").hits().getFirst().snippet();
    assertThat(snippet.text()).contains("alpha and beta together").startsWith("…").endsWith("…");
    assertThat(snippet.text().length()).isLessThanOrEqualTo(Snippets.LONGEST + 2);
    assertThat(marked(snippet)).containsExactly("alpha", "beta");
  }

  @Test
  void snippetShowsPartsWhereNothingStandsAsAsked() {
    given(
        version("file:r/a", 0, "licence\n".repeat(200) + "class Lock in java.util")
            .title("java/util/Lock.java"));
    assertThat(marked(ask("java.util.Lock").hits().getFirst().snippet()))
        .containsExactly("Lock", "java", "util");
  }

  @Test
  void snippetMarksCountUtf16UnitsAfterEmoji() {
    given(version("file:r/a", 0, "🚀🚀🚀 needle 🚀"));
    assertThat(marked(ask("needle").hits().getFirst().snippet())).containsExactly("needle");
  }

  @Test
  void snippetIsSafeToPrint() {
    given(version("file:r/a", 0, "red \u001b[31m alert\u0007 needle"));
    var hit = ask("needle").hits().getFirst();
    assertThat(hit.snippet().text()).doesNotContain("\u001b", "\u0007");
    assertThat(marked(hit.snippet())).containsExactly("needle");
  }

  @Test
  void takesATextOfHalfAMegabyteInOneLine() {
    given(version("file:r/a", 0, "x".repeat(40_000) + " needle " + "y,".repeat(240_000)));
    var hit = ask("needle").hits().getFirst();
    assertThat(marked(hit.snippet())).containsExactly("needle");
    assertThat(hit.snippet().text().length()).isLessThanOrEqualTo(Snippets.LONGEST + 2);
  }

  @Test
  void takesAWordOfHalfAMegabyte() {
    given(version("file:r/a", 0, "aB3".repeat(170_000)).title("z".repeat(40_000)));
    assertThat(ask("").hits()).hasSize(1);
  }

  @Test
  void answersForManyHitsWithALowerBound() {
    var shard = tier.open(0);
    for (int i = 0; i < 10_500; i++) {
      shard.apply(version("file:r/" + i, 0, "word").bare());
    }
    shard.refresh();
    var answer = tier.search(new TierQuery("word", TierQuery.Filter.ALL, Access.ALL, 10));
    assertThat(answer.hits()).hasSize(10);
    assertThat(answer.total()).isGreaterThan(10_000);
    assertThat(answer.totalIsExact()).isFalse();
    assertThat(tier.entities()).isEqualTo(10_500);
    assertThat(ask("\"r 17\"").totalIsExact()).isTrue();
  }

  @Test
  void namesAShardThatIsNotOpen() {
    given(version("file:r/a", 0, "word"));
    tier.open(1).close();
    var answer = ask("word");
    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.shardsAsked()).isEqualTo(2);
    assertThat(answer.shardsAnswered()).isEqualTo(1);
    assertThat(answer.failures()).containsExactly("shard 1 of tier hot is not open");
  }

  private void given(TestEvent... events) {
    var shard = tier.open(0);
    for (var event : events) {
      shard.apply(event.bare());
    }
    shard.refresh();
  }

  private TierAnswer ask(String question) {
    return tier.search(new TierQuery(question, TierQuery.Filter.ALL, Access.ALL, 100));
  }

  private List<String> keys(String question) {
    return ask(question).hits().stream().map(TierHit::entityKey).toList();
  }

  private List<String> keys(String question, TierQuery.Filter filter) {
    return tier.search(new TierQuery(question, filter, Access.ALL, 100)).hits().stream()
        .map(TierHit::entityKey)
        .toList();
  }

  private long total(String question, Access access) {
    var answer = tier.search(new TierQuery(question, TierQuery.Filter.ALL, access, 100));
    assertThat(answer.hits()).hasSize((int) answer.total());
    return answer.total();
  }

  private static TierQuery.Filter filter(
      Set<String> sources, Set<String> kinds, Instant since, Instant until, String entityKey) {
    return new TierQuery.Filter(
        sources,
        kinds,
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        Optional.ofNullable(entityKey));
  }

  private static List<String> marked(Marked marked) {
    return marked.marks().stream()
        .map(mark -> marked.text().substring(mark.start(), mark.end()))
        .toList();
  }
}
