package io.alluvium.app.embedded.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows, in memory: the replayed state of its topic. Thread-safe; decides
 * nothing.
 */
final class SchemaCatalog {
  private final Map<String, SortedMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
  private final Map<Integer, String> schemas = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private CompatibilityLevel globalLevel = CompatibilityLevel.FULL_TRANSITIVE;
  private int highestId;

  synchronized void put(SchemaVersion version) {
    subjects
        .computeIfAbsent(version.subject(), subject -> new TreeMap<>())
        .put(version.version(), version);
    schemas.put(version.id(), version.schema());
    ids.put(version.schema(), version.id());
    raiseHighestId(version.id());
  }

  synchronized void remove(String subject, int version) {
    var versions = subjects.get(subject);
    var removed = versions == null ? null : versions.remove(version);
    if (versions == null || removed == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    if (withId(removed.id()).isEmpty()) {
      schemas.remove(removed.id());
      ids.remove(removed.schema());
    }
  }

  /** Keeps a number that was once given from being given again. */
  synchronized void raiseHighestId(int id) {
    highestId = Math.max(highestId, id);
  }

  synchronized int highestId() {
    return highestId;
  }

  /** The id of a schema that any subject has; a new one if none has it. */
  synchronized int idOf(String schema) {
    var known = ids.get(schema);
    return known == null ? highestId + 1 : known;
  }

  synchronized Optional<String> schema(int id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** Every version that carries the id, deleted ones included. */
  synchronized List<SchemaVersion> withId(int id) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(version -> version.id() == id)
        .toList();
  }

  synchronized Collection<String> subjects(boolean includeDeleted) {
    return subjects.keySet().stream()
        .filter(subject -> !versions(subject, includeDeleted).isEmpty())
        .toList();
  }

  /** The versions of a subject, oldest first; none if there is no such subject. */
  synchronized List<SchemaVersion> versions(String subject, boolean includeDeleted) {
    var versions = subjects.get(subject);
    if (versions == null) {
      return List.of();
    }
    return versions.values().stream().filter(v -> includeDeleted || !v.deleted()).toList();
  }

  /**
   * The number the subject's next version gets; numbers of deleted versions are not given again.
   */
  synchronized int nextVersion(String subject) {
    var versions = subjects.get(subject);
    return versions == null ? 1 : versions.lastKey() + 1;
  }

  synchronized CompatibilityLevel level() {
    return globalLevel;
  }

  synchronized Optional<CompatibilityLevel> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  /** Sets the level of a subject, or the global one for no subject; no level = the default. */
  synchronized void setLevel(@Nullable String subject, @Nullable CompatibilityLevel level) {
    if (subject == null) {
      globalLevel = level == null ? CompatibilityLevel.FULL_TRANSITIVE : level;
    } else if (level == null) {
      levels.remove(subject);
    } else {
      levels.put(subject, level);
    }
  }
}
