package io.alluvium.sinks.lucene;

import java.util.Set;

/**
 * English words that a question contains without asking for them. They are left out only beside
 * other words, and never inside a phrase.
 */
final class StopWords {
  private static final Set<String> WORDS =
      Set.of(
          ("a an and are as at be but by can could did do does for from had has have how i if in into"
                  + " is it its me my of on or our should so such than that the their them then there"
                  + " these they this to us was we were what when where which who why will with would"
                  + " you your")
              .split(" "));

  private StopWords() {}

  static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
