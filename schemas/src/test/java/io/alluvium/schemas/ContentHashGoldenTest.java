package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares with hashes that another program computed. After adding a case to cases.json, run {@code
 * python3 schemas/src/test/python/golden_hashes.py}; it never changes a value that is there.
 */
final class ContentHashGoldenTest {
  private static final String RERUN =
      "run: python3 schemas/src/test/python/golden_hashes.py (adds what is new, changes nothing)";

  private final JsonNode cases = read("cases.json");
  private final JsonNode golden = read("golden.json");

  @TestFactory
  List<DynamicTest> hashesAsTheOtherProgramDoes() {
    var tests = new ArrayList<DynamicTest>();
    for (var example : cases) {
      var name = example.get("name").asText();
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () -> {
                assertThat(golden.has(name)).as(RERUN).isTrue();
                var event = RawEvents.of(example.get("event"));
                var expected = golden.get(name);
                assertThat(canonical(event)).isEqualTo(expected.get("canonical").asText());
                assertThat(ContentHash.of(event).hex()).isEqualTo(expected.get("hash").asText());
              }));
    }
    return tests;
  }

  @Test
  void everyKindHasACase() {
    var kinds = new TreeSet<String>();
    cases.forEach(example -> kinds.add(example.get("event").get("kind").asText()));
    for (var kind : Kind.values()) {
      assertThat(kinds).contains(kind.id());
    }
  }

  @Test
  void everyGoldenValueStillHasItsCase() {
    assertThat(golden.size()).as(RERUN).isEqualTo(cases.size());
  }

  @Test
  void theTableOfTheDocumentationIsTheTableOfTheCode() throws IOException {
    var documented = new TreeSet<String>();
    for (var line : Files.readAllLines(Path.of("../docs/content-hash.md"))) {
      var cells = line.split("\\s*\\|\\s*");
      if (cells.length == 5 && List.of("one", "set", "list").contains(cells[3])) {
        documented.add(cells[1] + " " + cells[2] + " " + cells[3]);
      }
    }
    var coded = new TreeSet<String>();
    for (var kind : Kind.values()) {
      kind.identity().forEach(a -> coded.add(kind + " " + a.name() + " " + word(a.shape())));
    }
    assertThat(documented).isEqualTo(coded);
  }

  private static String word(IdentityAttribute.Shape shape) {
    return switch (shape) {
      case SINGLE -> "one";
      case ORDERED -> "list";
      case UNORDERED -> "set";
    };
  }

  private static String canonical(RawEvent event) {
    var bytes = new ByteArrayOutputStream();
    CanonicalForm.write(event, new CanonicalJson(bytes::write));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode read(String name) {
    try (var file = ContentHashGoldenTest.class.getResourceAsStream("/content-hash/" + name)) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }
}
