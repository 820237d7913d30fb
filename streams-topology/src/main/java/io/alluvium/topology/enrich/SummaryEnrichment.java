package io.alluvium.topology.enrich;

import io.alluvium.models.Sentences;
import io.alluvium.models.Span;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.Prose;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Picks the three sentences, and the one, that say most of a long text. */
final class SummaryEnrichment implements EventEnrichment {
  private static final String MODEL = "textrank 1";
  private static final int MOST_CHARS = 50_000;

  /** A text is long if it has as many sentences of prose as this, and as many characters. */
  private static final int FEWEST_SENTENCES = 6;

  private static final int FEWEST_CHARS = 500;

  /** The time to rank grows with the square of this. */
  private static final int MOST_SENTENCES = 200;

  private static final int PICKED = 3;
  private static final int FEWEST_WORDS = 5;
  private static final int MOST_WORDS = 60;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern ITEM_MARK = Pattern.compile("^(?:[-*+•>#|]+|\\d{1,3}[.)])\\s+");

  @Override
  public String field() {
    return "summary";
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var text = Prose.of(event, MOST_CHARS).map(Prose::sentencesOnly).orElse("");
    if (text.length() < FEWEST_CHARS) {
      return enrichment -> {};
    }
    var sentences =
        Sentences.of(text).stream()
            .map(span -> plain(span, text))
            .filter(SummaryEnrichment::isSentence)
            .limit(MOST_SENTENCES)
            .toList();
    if (sentences.size() < FEWEST_SENTENCES) {
      return enrichment -> {};
    }
    var best = new SentenceRank(sentences).best(PICKED);
    return enrichment -> {
      enrichment.setSummary(String.join(" ", best.stream().sorted().map(sentences::get).toList()));
      enrichment.setGist(sentences.get(best.getFirst()));
      enrichment.getModels().put(field(), MODEL);
      enrichment.getModels().put("gist", MODEL);
    };
  }

  static String plain(Span span, String text) {
    var oneLine = SPACE.matcher(span.of(text)).replaceAll(" ").strip();
    return ITEM_MARK.matcher(oneLine).replaceFirst("");
  }

  /** A heading, a table or a list of names tells nothing by itself. */
  private static boolean isSentence(String sentence) {
    var words = Words.of(sentence);
    return words.size() >= FEWEST_WORDS
        && words.size() <= MOST_WORDS
        && endsLikeOne(sentence)
        && words.stream().anyMatch(Words::isFunctionWord);
  }

  private static boolean endsLikeOne(String sentence) {
    return List.of(".", "!", "?", "…", ".)", ".\"").stream().anyMatch(sentence::endsWith);
  }
}
