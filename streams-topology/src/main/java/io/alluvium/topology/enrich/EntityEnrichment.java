package io.alluvium.topology.enrich;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NamedEntity;
import io.alluvium.topology.Prose;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds what a text names: addresses, versions, hosts, people and repositories.
 *
 * <p>A person is known by how the text marks a name ({@code @login}, a trailer such as {@code
 * Reviewed-by}), or because the event itself says that this is its actor. What other events said is
 * not asked: the answer would depend on which of them came first.
 */
final class EntityEnrichment implements EventEnrichment {
  private static final String MODEL = "patterns 1";
  private static final int MOST_CHARS = 64 * 1024;
  private static final int MOST_ENTITIES = 100;

  /** A shorter name would be found in words that mean something else. */
  private static final int SHORTEST_NAME = 3;

  @Override
  public String field() {
    return "entities";
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var found = Prose.anything(event, MOST_CHARS).map(text -> find(event, text)).orElse(List.of());
    return enrichment -> {
      if (!found.isEmpty()) {
        enrichment.setEntities(found);
        enrichment.getModels().put(field(), MODEL);
      }
    };
  }

  private static List<NamedEntity> find(Event event, String text) {
    var search = new Search(text);
    search.all(EntityPattern.URL);
    search.inUrls(EntityPattern.REPOSITORY_PAGE);
    search.all(EntityPattern.REPOSITORY);
    if (Prose.isFor(event)) {
      search.all(EntityPattern.TRAILER);
      search.all(EntityPattern.MENTION);
      actor(event).ifPresent(search::person);
    }
    search.all(EntityPattern.ADDRESS);
    search.all(EntityPattern.HOST);
    search.all(EntityPattern.VERSION);
    return search.firstMentions();
  }

  private static Optional<String> actor(Event event) {
    return event
        .getActor()
        .flatMap(Actor::getName)
        .map(String::strip)
        .filter(name -> name.length() >= SHORTEST_NAME);
  }

  /** One text, and what was found in it so far. */
  private static final class Search {
    private final String text;
    private final BitSet taken = new BitSet();
    private final List<NamedEntity> found = new ArrayList<>();

    Search(String text) {
      this.text = text;
    }

    /** What the pattern finds outside of what was found before. */
    void all(EntityPattern pattern) {
      pattern
          .matches(text)
          .forEach(match -> {
            if (taken.get(match.start()) || taken.get(match.end() - 1)) {
              return;
            }
            add(pattern, match);
            taken.set(match.start(), match.end());
          });
    }

    /** What the pattern finds, within addresses too. */
    void inUrls(EntityPattern pattern) {
      pattern.matches(text).forEach(match -> add(pattern, match));
    }

    void person(String name) {
      var match =
          Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])")
              .matcher(text);
      if (match.find()) {
        found.add(new NamedEntity("person", name, match.start(), match.end()));
      }
    }

    private void add(EntityPattern pattern, MatchResult match) {
      found.add(
          new NamedEntity(
              pattern.type(), match.group("name"), match.start("name"), match.end("name")));
    }

    List<NamedEntity> firstMentions() {
      var seen = new HashSet<List<String>>();
      return found.stream()
          .sorted(Comparator.comparingInt(NamedEntity::getStart))
          .filter(entity -> seen.add(List.of(entity.getType(), entity.getName())))
          .limit(MOST_ENTITIES)
          .toList();
    }
  }
}
