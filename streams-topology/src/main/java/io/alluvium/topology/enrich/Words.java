package io.alluvium.topology.enrich;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** English words: how to find them in a text, and which of them only hold a sentence together. */
final class Words {
  /** A name with digits or dots inside is one word; so is one with an apostrophe or a hyphen. */
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}]+(?:['’._-][\\p{L}\\p{N}]+)*+");

  /** Of fewer words none need be a function word: "Great work!" is English. */
  private static final int FEW = 6;

  /** English has some four function words in ten. */
  private static final int FUNCTION_WORD_IN = 6;

  private static final Set<String> FUNCTION_WORDS =
      lines("stop-words.txt").stream().collect(Collectors.toUnmodifiableSet());

  private Words() {}

  /** The words of a text in lower case, in order. */
  static List<String> of(String text) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT).replace('’', '\''));
    }
    return words;
  }

  /** True for a word such as "the", "is" or "about". */
  static boolean isFunctionWord(String word) {
    return FUNCTION_WORDS.contains(word);
  }

  /** False for words that hardly can be English: what is known of English would mislead there. */
  static boolean mayBeEnglish(List<String> words) {
    return words.size() < FEW
        || words.stream().filter(Words::isFunctionWord).count() * FUNCTION_WORD_IN >= words.size();
  }

  /** Lines of a resource of this package, without comments. */
  static List<String> lines(String resource) {
    try (var stream = Words.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
