package io.alluvium.app.letters;

import java.util.List;
import java.util.Map;

/**
 * Dead letters that were asked for.
 *
 * @param total how many there are
 * @param reasons how many for each reason
 * @param deadLetters the newest of them, newest first
 */
public record LetterList(
    long total, Map<String, Long> reasons, List<StoredLetter.Summary> deadLetters) {
  public LetterList {
    deadLetters = List.copyOf(deadLetters);
  }
}
