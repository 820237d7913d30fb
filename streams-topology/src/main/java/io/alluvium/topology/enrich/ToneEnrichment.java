package io.alluvium.topology.enrich;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.Prose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells whether a text sounds positive or negative, by the words it uses. A negation turns the word
 * after it, an intensifier strengthens it. Where people build software many words that sound bad
 * elsewhere are no judgement; the lexicon leaves them out.
 */
final class ToneEnrichment implements EventEnrichment {
  private static final String MODEL = "vader lexicon, reduced 1";
  private static final int MOST_CHARS = 5_000;

  /** From here on it is more than a passing word. */
  private static final double CLEAR = 0.25;

  /** Makes a sum of word values a number between -1 and 1, as VADER does. */
  private static final double DAMPING = 15;

  private static final double NEGATED = -0.74;
  private static final double INTENSIFIED = 1.3;
  private static final int REACH = 3;
  private static final Set<String> NEGATIONS =
      Set.of("not", "no", "never", "neither", "nor", "cannot", "without", "hardly", "barely");
  private static final Set<String> INTENSIFIERS =
      Set.of(
          "very",
          "really",
          "so",
          "too",
          "extremely",
          "absolutely",
          "totally",
          "incredibly",
          "super",
          "highly",
          "quite");

  /** Read with the first text: a node that starts, or a command, has no use for it. */
  private static final class Lexicon {
    static final Map<String, Double> VALUES = values();
  }

  @Override
  public String field() {
    return "tone";
  }

  @Override
  public void prepare() {
    var unused = Lexicon.VALUES;
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var score =
        Prose.of(event, MOST_CHARS)
            .map(text -> score(Words.of(Prose.sentencesOnly(text))))
            .orElse(OptionalDouble.empty());
    return enrichment ->
        score.ifPresent(value -> {
          enrichment.setTone(word(value));
          enrichment.setToneScore(value);
          enrichment.getModels().put(field(), MODEL);
        });
  }

  static String word(double score) {
    return score >= CLEAR ? "positive" : score <= -CLEAR ? "negative" : "neutral";
  }

  /** From -1 to 1; empty if no word has a tone. */
  static OptionalDouble score(List<String> words) {
    if (!Words.mayBeEnglish(words)) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    boolean found = false;
    for (int i = 0; i < words.size(); i++) {
      var value = Lexicon.VALUES.get(words.get(i));
      if (value != null) {
        found = true;
        sum += value * weight(words.subList(Math.max(0, i - REACH), i));
      }
    }
    return found ? OptionalDouble.of(sum / Math.sqrt(sum * sum + DAMPING)) : OptionalDouble.empty();
  }

  private static double weight(List<String> before) {
    double weight = 1;
    for (var word : before) {
      if (NEGATIONS.contains(word) || word.endsWith("n't")) {
        weight *= NEGATED;
      }
    }
    return !before.isEmpty() && INTENSIFIERS.contains(before.getLast())
        ? weight * INTENSIFIED
        : weight;
  }

  private static Map<String, Double> values() {
    var values = new HashMap<String, Double>();
    for (var line : Words.lines("tone.txt")) {
      int tab = line.indexOf('\t');
      values.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
    }
    return Map.copyOf(values);
  }
}
