package io.alluvium.topology.enrich;

import io.alluvium.models.Sentences;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.Prose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what a text is about, after RAKE: phrases are what stands between function words and
 * punctuation, and a word weighs as much as it keeps company. A word that comes back weighs more,
 * so that what is said once does not win by its length alone.
 */
final class KeyPhraseEnrichment implements EventEnrichment {
  private static final String MODEL = "rake 1";
  private static final int MOST_CHARS = 20_000;
  private static final int MOST_PHRASES = 8;
  private static final int LONGEST_PHRASE = 4;

  /** A text of fewer words is its own key phrase. */
  private static final int FEWEST_WORDS = 8;

  private static final Pattern PUNCTUATION =
      Pattern.compile("[,;:()\\[\\]{}\"“”!?|/*_#<>=\\n]+| - ");
  private static final Pattern HAS_LETTERS = Pattern.compile(".*\\p{L}{2}.*");

  @Override
  public String field() {
    return "keyPhrases";
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var title = event.getTitle().filter(any -> !event.getKind().equals("file"));
    var best = of(title, Prose.of(event, MOST_CHARS).map(Prose::sentencesOnly).orElse(""));
    return enrichment -> {
      if (!best.isEmpty()) {
        enrichment.setKeyPhrases(best);
        enrichment.getModels().put(field(), MODEL);
      }
    };
  }

  /** The phrases of a text of sentences and its title. */
  static List<String> of(Optional<String> title, String text) {
    var words = Words.of(text);
    if (words.size() < FEWEST_WORDS || !Words.mayBeEnglish(words)) {
      return List.of();
    }
    var phrases = new ArrayList<List<String>>();
    title.ifPresent(heading -> addPhrases(heading, phrases));
    Sentences.of(text).forEach(sentence -> addPhrases(sentence.of(text), phrases));
    return weightiest(phrases);
  }

  private static void addPhrases(String sentence, List<List<String>> phrases) {
    for (var part : PUNCTUATION.split(sentence)) {
      var phrase = new ArrayList<String>();
      for (var word : Words.of(part)) {
        if (Words.isFunctionWord(word) || !HAS_LETTERS.matcher(word).matches()) {
          add(phrase, phrases);
          phrase.clear();
        } else {
          phrase.add(word);
        }
      }
      add(phrase, phrases);
    }
  }

  /** More words in a row than a phrase has are a list or a command, not a term. */
  private static void add(List<String> phrase, List<List<String>> phrases) {
    if (!phrase.isEmpty() && phrase.size() <= LONGEST_PHRASE) {
      phrases.add(List.copyOf(phrase));
    }
  }

  private static List<String> weightiest(List<List<String>> phrases) {
    var lengths =
        phrases.stream()
            .flatMap(phrase -> phrase.stream().map(word -> Map.entry(word, phrase.size())))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey, Collectors.summarizingInt(Map.Entry::getValue)));
    var weights = new LinkedHashMap<String, Double>();
    for (var phrase : phrases) {
      double weight = 0;
      for (var word : phrase) {
        var seen = lengths.getOrDefault(word, new IntSummaryStatistics());
        weight += Math.sqrt(seen.getAverage() / phrase.size()) * Math.log(1 + seen.getCount());
      }
      weights.putIfAbsent(String.join(" ", phrase), weight);
    }
    // Of equal weight the one that was said first: the sort is stable.
    return weights.entrySet().stream()
        .sorted(Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue()))
        .limit(MOST_PHRASES)
        .map(Map.Entry::getKey)
        .toList();
  }
}
