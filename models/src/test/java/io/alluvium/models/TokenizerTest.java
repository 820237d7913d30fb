package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers expected here are those of Hugging Face's tokenizers 0.38 with the same file. */
final class TokenizerTest {
  private final Tokenizer tokenizer = tokenizer();

  @Test
  void dropsAccentsAndCase() {
    assertThat(ids("Café déjà-vu: naïve fiancée"))
        .containsExactly(7668, 2139, 3900, 1011, 24728, 1024, 15743, 19455);
  }

  @Test
  void cutsIdentifiersIntoPieces() {
    assertThat(ids("don't retry RocksDBException at org.apache.kafka.Streams#close()"))
        .containsExactly(
            2123, 1005, 1056, 2128, 11129, 5749, 18939, 10288, 24422, 2012, 8917, 1012, 15895, 1012,
            10556, 24316, 2050, 1012, 9199, 1001, 2485, 1006, 1007);
    assertThat(ids("snake_case camelCase HTTP/2 v1.28.0 0xDEADBEEF"))
        .containsExactly(
            7488, 1035, 2553, 19130, 18382, 8299, 1013, 1016, 1058, 2487, 1012, 2654, 1012, 1014,
            1014, 2595, 3207, 4215, 11306, 2546);
  }

  @Test
  void takesWhatItDoesNotKnowForOneUnknownToken() {
    assertThat(ids("好吃 tokens and 🚀 rockets"))
        .containsExactly(100, 100, 19204, 2015, 1998, 100, 12496);
    assertThat(ids("x".repeat(101))).containsExactly(100);
    assertThat(ids("x".repeat(100))).doesNotContain(100);
  }

  @Test
  void takesControlTokensInATextForText() {
    assertThat(ids("[SEP]")).hasSizeGreaterThan(1).doesNotContain(102);
  }

  @Test
  void saysWhereEachTokenStands() {
    var text = "Café 🚀 launches\n\ttomorrow";
    var tokens = tokenizer.tokens(text);
    assertThat(IntStream.range(0, tokens.count()).mapToObj(i -> piece(text, tokens, i)))
        .containsExactly("Café", "🚀", "launches", "tomorrow");
  }

  @Test
  void readsNulsAndHalfCharactersAsNothing() {
    assertThat(ids("to\0tal")).isEqualTo(ids("total"));
    assertThat(ids("cut off \uD83D")).isEqualTo(ids("cut off"));
    assertThat(ids("\uDE80 begins")).isEqualTo(ids("begins"));
    assertThat(ids("")).isEmpty();
    assertThat(ids(" \n\t\u00A0")).isEmpty();
  }

  @Test
  void stopsWhereItIsTold() {
    assertThat(tokenizer.tokens("one two three four", 2).count()).isEqualTo(2);
    assertThat(tokenizer.tokens("unbelievably", 1).count()).isEqualTo(1);
  }

  @Test
  @Timeout(20)
  void readsHalfAMebibyteOfOneLetterInNoTime() {
    for (var text : List.of("x".repeat(1 << 19), ("y".repeat(99) + " ").repeat(5_243))) {
      assertThatCode(() -> tokenizer.tokens(text)).doesNotThrowAnyException();
    }
  }

  private List<Integer> ids(String text) {
    var tokens = tokenizer.tokens(text);
    return IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList();
  }

  private static String piece(String text, Tokens tokens, int index) {
    return text.substring(tokens.start(index), tokens.end(index));
  }

  private static Tokenizer tokenizer() {
    try (var in = TokenizerTest.class.getResourceAsStream("/e5-small-v2-q-tokenizer.json")) {
      return new Tokenizer(Vocabulary.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
