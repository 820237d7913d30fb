package io.alluvium.app.embedded.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry in this process, kept in one compacted topic. Ids are given in order, the same
 * schema has the same id in every subject, and an answer comes only after Kafka has the record.
 * Compatibility is FULL_TRANSITIVE unless set otherwise.
 *
 * <p>One node and Avro only: whoever needs more points {@code schema.registry.url} at a real one.
 * Thread-safe. Questions asked before {@link #start} has loaded the topic wait for it.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final int LOADING_PATIENCE_SECONDS = 20;

  private final SchemaCatalog catalog = new SchemaCatalog();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private volatile @Nullable SchemaLog log;

  /**
   * Loads every schema from the topic, then begins to answer.
   *
   * @param topic compacted, one partition; must exist
   */
  public void start(String bootstrapServers, String topic) {
    var opened = new SchemaLog(bootstrapServers, topic);
    opened.replay(catalog);
    log = opened;
    loaded.countDown();
  }

  @Override
  public void close() {
    var opened = log;
    if (opened != null) {
      opened.close();
    }
  }

  /** Registers a schema; one that the subject already has gets the version it has. */
  synchronized SchemaVersion register(String subject, String schemaText) {
    var open = open();
    var schema = parse(schemaText);
    var text = schema.toString();
    var same = find(subject, text, false);
    if (same.isPresent()) {
      return same.get();
    }
    var objections = objections(subject, schema, catalog.versions(subject, false));
    if (!objections.isEmpty()) {
      throw RegistryException.incompatible(subject, objections);
    }
    var version =
        new SchemaVersion(subject, catalog.nextVersion(subject), catalog.idOf(text), text, false);
    open.append(catalog, version);
    return version;
  }

  SchemaVersion lookup(String subject, String schemaText, boolean includeDeleted) {
    open();
    requireVersions(subject, includeDeleted);
    return find(subject, parse(schemaText).toString(), includeDeleted)
        .orElseThrow(RegistryException::schemaNotFound);
  }

  Collection<String> subjects(boolean includeDeleted) {
    open();
    return catalog.subjects(includeDeleted);
  }

  List<SchemaVersion> versions(String subject, boolean includeDeleted) {
    open();
    return requireVersions(subject, includeDeleted);
  }

  SchemaVersion version(String subject, VersionSelector selector, boolean includeDeleted) {
    open();
    return selector.in(requireVersions(subject, includeDeleted));
  }

  String schema(int id) {
    open();
    return catalog.schema(id).orElseThrow(() -> RegistryException.schemaNotFound(id));
  }

  int highestId() {
    return catalog.highestId();
  }

  List<SchemaVersion> withId(int id, boolean includeDeleted) {
    schema(id);
    return catalog.withId(id).stream().filter(v -> includeDeleted || !v.deleted()).toList();
  }

  /**
   * Why the schema could not follow the given version, or the subject's versions; empty if fine.
   */
  List<String> objections(String subject, String schemaText, @Nullable VersionSelector against) {
    open();
    var earlier =
        against == null
            ? catalog.versions(subject, false)
            : List.of(against.in(requireVersions(subject, false)));
    return objections(subject, parse(schemaText), earlier);
  }

  synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
    var open = open();
    var live = catalog.versions(subject, false);
    var all = requireVersions(subject, true);
    if (!permanent && live.isEmpty()) {
      throw RegistryException.softDeleted(subject);
    }
    if (permanent && !live.isEmpty()) {
      throw RegistryException.notSoftDeleted(subject);
    }
    if (permanent) {
      all.forEach(version -> open.remove(catalog, version));
      setLevelIfSet(open, subject);
    } else {
      live.forEach(version -> open.append(catalog, version.softDeleted()));
    }
    return (permanent ? all : live).stream().map(SchemaVersion::version).toList();
  }

  synchronized int deleteVersion(String subject, VersionSelector selector, boolean permanent) {
    var open = open();
    var version = selector.in(requireVersions(subject, true));
    if (permanent && !version.deleted()) {
      throw RegistryException.versionNotSoftDeleted(subject, version.version());
    }
    if (!permanent && version.deleted()) {
      throw RegistryException.versionSoftDeleted(subject, version.version());
    }
    if (permanent) {
      open.remove(catalog, version);
    } else {
      open.append(catalog, version.softDeleted());
    }
    return version.version();
  }

  CompatibilityLevel level() {
    open();
    return catalog.level();
  }

  CompatibilityLevel level(String subject, boolean defaultToGlobal) {
    open();
    return catalog
        .level(subject)
        .or(() -> defaultToGlobal ? Optional.of(catalog.level()) : Optional.empty())
        .orElseThrow(() -> RegistryException.noOwnCompatibility(subject));
  }

  /** Sets the level of a subject, or the global one; no level takes the default again. */
  synchronized CompatibilityLevel setLevel(
      @Nullable String subject, @Nullable CompatibilityLevel level) {
    open().appendLevel(catalog, subject, level);
    return level == null ? catalog.level() : level;
  }

  private void setLevelIfSet(SchemaLog open, String subject) {
    if (catalog.level(subject).isPresent()) {
      open.appendLevel(catalog, subject, null);
    }
  }

  private List<String> objections(String subject, Schema schema, List<SchemaVersion> earlier) {
    var level = catalog.level(subject).orElseGet(catalog::level);
    return level.objections(
        schema, earlier.stream().map(version -> parse(version.schema())).toList());
  }

  private Optional<SchemaVersion> find(String subject, String text, boolean includeDeleted) {
    return catalog.versions(subject, includeDeleted).stream()
        .filter(version -> version.schema().equals(text))
        .findFirst();
  }

  private List<SchemaVersion> requireVersions(String subject, boolean includeDeleted) {
    var versions = catalog.versions(subject, includeDeleted);
    if (versions.isEmpty()) {
      throw RegistryException.subjectNotFound(subject);
    }
    return versions;
  }

  private SchemaLog open() {
    try {
      if (loaded.await(LOADING_PATIENCE_SECONDS, TimeUnit.SECONDS) && log != null) {
        return log;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw RegistryException.starting();
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException e) {
      // Not only SchemaParseException: Avro answers a name it cannot resolve with a null pointer.
      throw RegistryException.invalidSchema(String.valueOf(e.getMessage()));
    }
  }
}
