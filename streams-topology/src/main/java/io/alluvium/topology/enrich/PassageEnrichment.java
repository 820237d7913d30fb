package io.alluvium.topology.enrich;

import io.alluvium.models.Encoder;
import io.alluvium.models.Span;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import io.alluvium.topology.Prose;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cuts a text into passages and gives each a vector. What the vector is made of names who said it
 * and under which title: alone, a turn of a conversation is hardly ever found.
 *
 * <p>A text that no one would look for by its meaning has none: a file without text.
 */
final class PassageEnrichment implements EventEnrichment {
  /** More characters than the passages of a text ever cover: a token has one at least. */
  private static final int MOST_CHARS = 512 * 1024;

  /** What actor and title may take of a passage. */
  private static final int HEADING_TOKENS = 48;

  @Override
  public String field() {
    return "passages";
  }

  @Override
  public void prepare() {
    Encoder.shared();
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var encoder = Encoder.shared();
    var text = Prose.anything(event, MOST_CHARS).orElse("");
    var spans = new PassageSplitter(encoder.tokenizer()).split(text);
    if (spans.isEmpty() && (event.getTitle().isEmpty() || event.getKind().equals("file"))) {
      return enrichment -> {};
    }
    var heading = heading(event, text);
    var places = spans.isEmpty() ? List.of(new Span(0, 0)) : spans;
    var passages = places.stream().map(span -> passage(encoder, heading, span, text)).toList();
    return enrichment -> {
      enrichment.setPassages(passages);
      enrichment.getModels().put(field(), Encoder.MODEL);
    };
  }

  private static Passage passage(Encoder encoder, String heading, Span span, String text) {
    var whole = Stream.of(heading, span.of(text)).filter(part -> !part.isEmpty());
    var vector = encoder.passage(whole.collect(Collectors.joining("\n")));
    return new Passage(span.start(), span.end(), Vectors.list(vector));
  }

  private static String withoutEllipsis(String title) {
    return title.endsWith("…") ? title.substring(0, title.length() - 1) : title;
  }

  /** "actor: title", without a title that the text begins with, as that of a commit. */
  private static String heading(Event event, String text) {
    var title = event.getTitle().filter(it -> !text.startsWith(withoutEllipsis(it)));
    var heading =
        Stream.of(event.getActor().flatMap(Actor::getName), title)
            .flatMap(part -> part.stream())
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(": "));
    var tokens = Encoder.shared().tokenizer().tokens(heading, HEADING_TOKENS);
    return tokens.count() == 0 ? "" : heading.substring(0, tokens.end(tokens.count() - 1));
  }
}
