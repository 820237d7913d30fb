package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the documentation tells people to run. */
final class Documented {
  private static final Path TIERS = Path.of("../../docs/tiers.md");

  /** The tables, as statements that would make them. */
  static final Path TABLES = Path.of("../../docs/cold-tables.sql");

  private static final Pattern FENCE = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

  private Documented() {}

  /** Settings of Spark. */
  static String settings() throws IOException {
    return fences("properties").getFirst();
  }

  /** Statements for an engine, which a comment before each names. */
  static List<String> statements(String engine) throws IOException {
    return fences("sql").stream()
        .flatMap(fence -> Pattern.compile(";\\s*").splitAsStream(fence))
        .filter(statement -> statement.startsWith("-- " + engine + ":"))
        .toList();
  }

  private static List<String> fences(String language) throws IOException {
    return FENCE
        .matcher(Files.readString(TIERS))
        .results()
        .filter(fence -> fence.group(1).equals(language))
        .map(fence -> fence.group(2))
        .toList();
  }
}
