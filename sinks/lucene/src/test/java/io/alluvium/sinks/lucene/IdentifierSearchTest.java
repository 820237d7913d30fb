package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentifierSearchTest extends BothTiers {
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
    bed.given(version("file:r/a", 0, text), version("file:r/b", 0, "something else"));
    assertThat(bed.keys(question)).containsExactly("file:r/a");
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
    bed.given(version("file:r/a", 0, text));
    assertThat(bed.keys(question)).isEmpty();
  }

  @Test
  void findsADecomposedLetterByItsComposedForm() {
    bed.given(version("file:r/a", 0, "cafe\u0301.txt"));
    assertThat(bed.keys("caf\u00e9")).containsExactly("file:r/a");
  }

  @Test
  void ranksWhatIsCalledSoBeforeWhatMentionsItsParts() {
    bed.given(
        version("file:r/notes", 0, "PROJ 17 PROJ 17 PROJ 17, proj-17 and more of proj-17"),
        version("issue:tracker/PROJ-17", 0, "something else altogether"));
    assertThat(bed.keys("PROJ-17")).containsExactly("issue:tracker/PROJ-17", "file:r/notes");
    assertThat(bed.keys("issue:tracker/PROJ-17")).startsWith("issue:tracker/PROJ-17");
  }

  @Test
  void findsACommitByTheBeginningOfItsSha() {
    bed.given(
        version("commit:4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee", 0, "message").kind("commit"),
        version("commit:5be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee", 0, "message").kind("commit"));
    assertThat(bed.keys("4be1c0f"))
        .containsExactly("commit:4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee");
  }
}
