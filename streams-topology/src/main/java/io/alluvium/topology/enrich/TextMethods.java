package io.alluvium.topology.enrich;

import io.alluvium.models.Sentences;
import io.alluvium.topology.Prose;
import java.util.List;
import java.util.Optional;

/** The methods of the enrichments, for texts that are no events. English only. */
public final class TextMethods {
  private TextMethods() {}

  /** The sentences of a text, each on one line; code, addresses and quotations are none. */
  public static List<String> sentences(String text) {
    var prose = Prose.sentencesOnly(text);
    return Sentences.of(prose).stream().map(span -> SummaryEnrichment.plain(span, prose)).toList();
  }

  /** How many words a text has. */
  public static int words(String text) {
    return Words.of(text).size();
  }

  /** Which sentences say most of all together, in their order. */
  public static List<Integer> best(List<String> sentences, int count) {
    return new SentenceRank(sentences).best(count).stream().sorted().toList();
  }

  /** What a text is about, the weightiest phrase first. */
  public static List<String> keyPhrases(String text) {
    return KeyPhraseEnrichment.of(Optional.empty(), Prose.sentencesOnly(text));
  }

  /** positive, neutral or negative; empty if no word of the text has a tone. */
  public static Optional<String> tone(String text) {
    var score = ToneEnrichment.score(Words.of(Prose.sentencesOnly(text)));
    return score.isPresent()
        ? Optional.of(ToneEnrichment.word(score.getAsDouble()))
        : Optional.empty();
  }
}
