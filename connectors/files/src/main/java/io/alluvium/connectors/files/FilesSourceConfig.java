package io.alluvium.connectors.files;

import io.alluvium.connectors.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** Settings of the files source. Each key's text is also its entry in docs/connectors/files.md. */
final class FilesSourceConfig extends SourceConfig {
  static final String PATH = "files.path";
  private static final String ROOT_ID = "files.root.id";
  private static final String INCLUDE = "files.include";
  private static final String EXCLUDE = "files.exclude";
  private static final String MAX_BYTES = "files.max.bytes";
  private static final String SETTLE_MS = "files.settle.ms";
  private static final String RESCAN_MS = "files.rescan.ms";
  private static final String ABSENCE_CONFIRM_MS = "files.absence.confirm.ms";
  private static final String GIT = "files.git";

  static final ConfigDef DEFINITION =
      SourceConfig.definition()
          .define(
              PATH,
              Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new NonEmptyString(),
              Importance.HIGH,
              "Directory to follow.")
          .define(
              ROOT_ID,
              Type.STRING,
              "",
              Importance.MEDIUM,
              "Name of the directory in entity keys. By default the first 16 hexadecimal characters"
                  + " of the SHA-256 of machine id and real path; set it to keep the keys when the"
                  + " directory moves.")
          .define(
              INCLUDE,
              Type.LIST,
              "",
              globs(),
              Importance.MEDIUM,
              "Globs of files to publish; empty = all. A glob without '/' is matched against the"
                  + " name, one with '/' against the path below the directory.")
          .define(
              EXCLUDE,
              Type.LIST,
              "",
              globs(),
              Importance.MEDIUM,
              "Globs of files and directories to leave out, beside what .gitignore names.")
          .define(
              MAX_BYTES,
              Type.LONG,
              64L * 1024 * 1024,
              Range.atLeast(0),
              Importance.LOW,
              "Largest file whose content is read; a larger one is published by name and size.")
          .define(
              SETTLE_MS,
              Type.LONG,
              200L,
              Range.between(0, 60_000),
              Importance.LOW,
              "Time in milliseconds for which size and modification time of a changed file must"
                  + " stay the same before it is read.")
          .define(
              RESCAN_MS,
              Type.LONG,
              300_000L,
              Range.atLeast(100),
              Importance.LOW,
              "Time in milliseconds between two complete listings of the directory, which find what"
                  + " file events missed.")
          .define(
              ABSENCE_CONFIRM_MS,
              Type.LONG,
              3_000L,
              Range.atLeast(0),
              Importance.LOW,
              "Time in milliseconds after which a second complete listing confirms that more than a"
                  + " fifth of the known files is gone.")
          .define(
              GIT,
              Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether to publish the commits of the git repository that the directory lies in.");

  private final Path root;

  FilesSourceConfig(Map<String, String> settings) {
    super(DEFINITION, settings);
    this.root = Path.of(getString(PATH)).toAbsolutePath().normalize();
  }

  /** The directory as it was given, made absolute. */
  Path path() {
    return root;
  }

  /**
   * The directory without symbolic links.
   *
   * @throws ConfigException if it is not there
   */
  Path realPath() {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      throw new ConfigException(PATH, root, "cannot be opened: " + e);
    }
  }

  String rootId() {
    var given = getString(ROOT_ID);
    return given.isEmpty() ? RootId.of(realPath()) : given;
  }

  Globs include() {
    return new Globs(getList(INCLUDE));
  }

  Globs exclude() {
    return new Globs(getList(EXCLUDE));
  }

  long maxBytes() {
    return getLong(MAX_BYTES);
  }

  Duration settle() {
    return Duration.ofMillis(getLong(SETTLE_MS));
  }

  Duration rescan() {
    return Duration.ofMillis(getLong(RESCAN_MS));
  }

  Duration absenceConfirm() {
    return Duration.ofMillis(getLong(ABSENCE_CONFIRM_MS));
  }

  boolean git() {
    return getBoolean(GIT);
  }

  private static ConfigDef.Validator globs() {
    return ConfigDef.LambdaValidator.with(FilesSourceConfig::checkGlobs, () -> "globs");
  }

  private static void checkGlobs(String key, Object value) {
    for (var glob : (List<?>) value) {
      try {
        new Globs(List.of((String) glob));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(key, glob, "not a glob: " + e.getMessage());
      }
    }
  }
}
