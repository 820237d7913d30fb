package io.alluvium.sinks.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark, in a Java that it supports, reads the tables as the documentation says. */
@Tag("interop")
final class SparkIT {
  /** What Spark needs of Java's inside, from its own launcher. */
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  @TempDir static Path directory;

  private static final List<String> STATEMENTS = new ArrayList<>();

  @BeforeAll
  static void asksSparkEverythingAtOnce() throws IOException, InterruptedException {
    try (var tier = TestTables.tier(directory.resolve("cold"))) {
      Published.into(tier);
    }
    for (var table : ColdTable.values()) {
      var expression =
          Published.expression(table)
              .replace(Published.MICROS, "unix_micros")
              .replace("FIRST", "0");
      STATEMENTS.add("SELECT " + expression + " AS row FROM alluvium.alluvium." + table.table());
      STATEMENTS.add("DESCRIBE TABLE alluvium.alluvium." + table.table());
    }
    STATEMENTS.addAll(Documented.statements("Spark"));
    STATEMENTS.add("CREATE NAMESPACE alluvium.again");
    for (var statement : Files.readString(Documented.TABLES).split(";\n")) {
      if (statement.contains("CREATE TABLE")) {
        STATEMENTS.add(statement.replace("alluvium.alluvium.", "alluvium.again."));
      }
    }
    for (var table : ColdTable.values()) {
      STATEMENTS.add("DESCRIBE TABLE alluvium.again." + table.table());
    }
    run();
  }

  private static void run() throws IOException, InterruptedException {
    var warehouse = directory.resolve("cold/warehouse").toString();
    Files.writeString(
        directory.resolve("settings"),
        Documented.settings()
            .replace(
                "jdbc:postgresql://db:5432/iceberg",
                "jdbc:sqlite:" + directory.resolve("cold/catalog.db"))
            .replace("s3://archive/alluvium", warehouse));
    Files.writeString(directory.resolve("statements"), String.join("\n;\n", STATEMENTS));
    var command = new ArrayList<String>();
    command.addAll(List.of(java(), "-Xmx1g"));
    OPENS.forEach(open -> command.add("--add-opens=" + open + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "-cp",
            Files.readString(Path.of("target/interop/spark.classpath")).strip(),
            "src/test/spark/SparkSql.java",
            directory.resolve("settings").toString(),
            directory.resolve("statements").toString(),
            directory.toString()));
    var log = directory.resolve("log").toFile();
    var spark = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    try {
      assertThat(spark.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(spark.exitValue()).as(Files.readString(log.toPath())).isZero();
    } finally {
      spark.destroyForcibly();
    }
  }

  /** Spark runs on 17 and 21, not on ours. */
  private static String java() throws IOException {
    var homes = new ArrayList<Path>();
    for (var variable : List.of("JAVA_HOME_17", "JAVA_HOME_21")) {
      if (System.getenv(variable) != null) {
        homes.add(Path.of(System.getenv(variable)));
      }
    }
    try (var installed = Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*{17,21}*")) {
      installed.forEach(homes::add);
    }
    return homes.stream()
        .map(home -> home.resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No JDK 17 or 21: set JAVA_HOME_17"))
        .toString();
  }

  @Test
  void readsWhatWasPublished() throws IOException {
    for (var table : ColdTable.values()) {
      var expected =
          Published.rows(table).stream()
              .map(row -> "{\"row\":\"" + row.replace("\"", "\\\"") + "\"}");
      assertThat(answer("FROM alluvium.alluvium." + table.table()))
          .containsExactlyInAnyOrderElementsOf(expected.toList());
    }
  }

  @Test
  void knowsWhatEachColumnMeans() throws IOException {
    assertThat(answer("DESCRIBE TABLE alluvium.alluvium.events"))
        .contains(
            "{\"col_name\":\"content_hash\",\"data_type\":\"string\","
                + "\"comment\":\"Identity of the content, 64 hex\"}");
  }

  @Test
  void runsWhatTheDocumentationSays() throws IOException {
    assertThat(answer("-- Spark: what is there now"))
        .containsExactly(
            "{\"entity_key\":\"file:a\",\"title\":\"title of file:a\",\"gist\":\"Gist 2\"}");
    assertThat(answer("-- Spark: what each source"))
        .containsExactly("{\"source\":\"laptop1\",\"day\":\"1970-01-01\",\"sightings\":1}");
    assertThat(answer("-- Spark: how much two texts")).isNotEmpty();
    assertThat(answer("-- Spark: the offsets"))
        .singleElement()
        .asString()
        .endsWith("\"offsets\":\"0:4\"}");
    assertThat(answer("-- Spark: everything as it was")).containsExactly("{\"events\":4}");
    assertThat(answer("-- Spark: the same view")).isEmpty();
  }

  @Test
  void makesTheDocumentedTablesAsOursAre() throws IOException {
    for (var table : ColdTable.values()) {
      assertThat(answer("DESCRIBE TABLE alluvium.again." + table.table()))
          .isEqualTo(answer("DESCRIBE TABLE alluvium.alluvium." + table.table()));
    }
  }

  private static List<String> answer(String statement) throws IOException {
    for (int number = 0; number < STATEMENTS.size(); number++) {
      if (STATEMENTS.get(number).contains(statement)) {
        return Files.readAllLines(directory.resolve(number + ".json"));
      }
    }
    throw new IllegalArgumentException(statement);
  }
}
