package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.registry.PlainSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What all schemas must hold to, because records of every release lie on topics and in tiers. */
final class SchemasTest {
  private static final Path CURRENT = Path.of("src/main/avro");
  private static final Path RELEASED = Path.of("src/test/resources/released");

  /** Those that others name, before those that name them. */
  private static final List<String> FIRST = List.of("Actor", "VersionOrder", "Event", "Enrichment");

  @TestFactory
  List<DynamicTest> readsAndIsReadByEveryRelease() throws IOException {
    var current = load(CURRENT);
    var tests = new ArrayList<DynamicTest>();
    try (var releases = Files.list(RELEASED)) {
      for (var release : releases.filter(Files::isDirectory).sorted().toList()) {
        load(release)
            .forEach((name, released) ->
                tests.add(
                    DynamicTest.dynamicTest(
                        release.getFileName() + " " + name,
                        () -> {
                          assertThat(current).as("still there").containsKey(name);
                          assertReads(current.get(name), released);
                          assertReads(released, current.get(name));
                        })));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  @Test
  void everyRecordAndEveryFieldIsDescribed() throws IOException {
    var undescribed = new ArrayList<String>();
    for (var schema : records().values()) {
      if (isBlank(schema.getDoc())) {
        undescribed.add(schema.getFullName());
      }
      for (var field : schema.getFields()) {
        if (isBlank(field.doc())) {
          undescribed.add(schema.getFullName() + "." + field.name());
        }
      }
    }
    assertThat(undescribed).isEmpty();
  }

  @Test
  void whatMayBeNullIsNullByDefault() throws IOException {
    for (var schema : records().values()) {
      for (var field : schema.getFields()) {
        if (field.schema().isUnion()) {
          assertThat(field.hasDefaultValue()).as(schema.getName() + "." + field.name()).isTrue();
        }
      }
    }
  }

  @Test
  void setsThatGrowAreNeverEnums() throws IOException {
    for (var schema : load(CURRENT).values()) {
      assertThat(schema.toString()).doesNotContain("\"enum\"");
    }
  }

  @Test
  void generatedClassesAreMadeFromTheseSchemas() throws IOException {
    assertThat(PlainSchemas.of(RawEvent.getClassSchema()))
        .hasToString(load(CURRENT).get("RawEvent").toString());
  }

  private static void assertReads(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(result.getType())
        .as(() -> result.getResult().getIncompatibilities().toString())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static Map<String, Schema> load(Path directory) throws IOException {
    var names = new ArrayList<>(FIRST);
    try (var files = Files.list(directory)) {
      files
          .map(file -> file.getFileName().toString().replace(".avsc", ""))
          .filter(name -> !FIRST.contains(name))
          .sorted()
          .forEach(names::add);
    }
    var parser = new Schema.Parser();
    var schemas = new TreeMap<String, Schema>();
    for (var name : names) {
      schemas.put(name, parser.parse(Files.readString(directory.resolve(name + ".avsc"))));
    }
    return schemas;
  }

  /** All record types, also those within others. */
  private static Map<String, Schema> records() throws IOException {
    var found = new TreeMap<String, Schema>();
    var seen = new HashSet<Schema>();
    load(CURRENT).values().forEach(schema -> collect(schema, found, seen));
    return found;
  }

  private static void collect(Schema schema, Map<String, Schema> found, Set<Schema> seen) {
    if (!seen.add(schema)) {
      return;
    }
    switch (schema.getType()) {
      case RECORD -> {
        found.put(schema.getFullName(), schema);
        schema.getFields().forEach(field -> collect(field.schema(), found, seen));
      }
      case UNION -> schema.getTypes().forEach(type -> collect(type, found, seen));
      case ARRAY -> collect(schema.getElementType(), found, seen);
      case MAP -> collect(schema.getValueType(), found, seen);
      default -> {}
    }
  }

  private static boolean isBlank(String doc) {
    return doc == null || doc.isBlank();
  }
}
