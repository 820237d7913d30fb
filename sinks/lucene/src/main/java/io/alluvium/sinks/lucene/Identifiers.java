package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierRecord;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names by which a thing is called as a whole, lower case: what stands last in its entity key (a
 * SHA, a number, a file's name), a title that is one word (a path), and what its text names.
 * Whoever types one of them, or the entity key, means it; cut into words, it would be found among
 * much else.
 */
final class Identifiers {
  private static final int SHORTEST = 3;

  private Identifiers() {}

  /** The identifiers of a version. */
  static Set<String> of(TierRecord.Version record) {
    var names = new LinkedHashSet<String>();
    var event = record.event();
    var key = event.getEntityKey();
    add(names, key.substring(Math.max(key.lastIndexOf('/'), key.lastIndexOf(':')) + 1));
    event.getTitle().filter(Identifiers::isOneWord).ifPresent(title -> add(names, title));
    var enrichment = record.enrichment();
    if (enrichment != null) {
      enrichment.getEntities().forEach(entity -> add(names, entity.getName()));
    }
    return names;
  }

  /** A word as it was typed, as an identifier is stored. */
  static String normal(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static void add(Set<String> names, String name) {
    if (name.length() >= SHORTEST && Records.isTerm(normal(name))) {
      names.add(normal(name));
    }
  }

  private static boolean isOneWord(String title) {
    return title.chars().noneMatch(Character::isWhitespace);
  }
}
