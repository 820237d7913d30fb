package io.alluvium.sinks.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentifierAnalyzerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parseHttpResponse | parsehttpresponse parse http response",
        "HTTPServer        | httpserver http server",
        "URLs              | url",
        "userIDs           | userid user ids",
        "MAX_BUFFER_SIZE   | maxbuffersize max buffer size",
        "__init__          | init",
        "BarBaz.java       | barbazjava bar baz java",
        "v1.2.3            | v123 v 1 2 3",
        "utf8              | utf8 utf 8",
        "9f86d081884c7d65  | 9f86d081884c7d65",
        "classes boxes hashes matches caches queries | class box hash match cache query",
        "redis status class this ios dns | redis status class this ios dns",
        "user's O'Neil     | user oneil o neil",
        "naïve ÜBER        | naive uber",
        "ﬁle               | file",
      })
  void cutsTextIntoTerms(String text, String terms) {
    assertThat(String.join(" ", IdentifierAnalyzer.INDEX.terms(text))).isEqualTo(terms);
  }

  @Test
  void neverGoesBackInOffsetsOrPositions() throws IOException {
    var random = new Random(42);
    for (int round = 0; round < 5_000; round++) {
      var text = randomText(random);
      try (var stream = IdentifierAnalyzer.INDEX.tokenStream("", text)) {
        var offset = stream.addAttribute(OffsetAttribute.class);
        var increment = stream.addAttribute(PositionIncrementAttribute.class);
        stream.reset();
        int last = 0;
        boolean first = true;
        while (stream.incrementToken()) {
          assertThat(offset.startOffset()).as(text).isGreaterThanOrEqualTo(last);
          assertThat(offset.endOffset()).as(text).isBetween(offset.startOffset(), text.length());
          assertThat(increment.getPositionIncrement())
              .as(text)
              .isGreaterThanOrEqualTo(first ? 1 : 0);
          last = offset.startOffset();
          first = false;
        }
        stream.end();
      }
    }
  }

  private static String randomText(Random random) {
    var alphabet = "aBcD019_-./' \u2019\n漢字かなカナ한글éü\u0301🚀ﬁ\u200d\ud83d\udc00Щщ";
    var text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
