package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation lists is what the code has. */
final class DocumentationTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void everyFailureReasonIsExplained() throws IOException {
    var explained = table("failure-reasons.md").keySet();
    var reasons = Stream.of(FailureReason.values()).map(Enum::name).collect(Collectors.toSet());
    assertThat(explained).isEqualTo(reasons);
  }

  @Test
  void everyTopicIsListedWithItsCleanup() throws IOException {
    var listed = table("topics.md");
    var topics = new Topics("p");
    for (var spec : topics.specs(8, List.of("<connector type>"))) {
      var name = spec.name().substring("p.".length());
      var word = spec.cleanup() == Topics.Cleanup.TRIMMED ? "trimmed" : "compacted";
      assertThat(listed).containsKey(name);
      assertThat(listed.get(name).get(3)).as(name).startsWith(word);
    }
  }

  @Test
  void everyFormatOfASecretIsListed() throws IOException {
    var listed = table("redaction.md").keySet();
    assertThat(listed).isEqualTo(new TreeSet<>(Secrets.formats()));
  }

  /** Rows of a page's tables whose first cell is code, by that code. */
  private static Map<String, List<String>> table(String page) throws IOException {
    var rows = new TreeMap<String, List<String>>();
    for (var line : Files.readAllLines(Path.of("../docs").resolve(page))) {
      if (line.startsWith("| `") && !line.startsWith("| `ce_")) {
        var cells = List.of(line.substring(1).strip().split("\\s*\\|\\s*"));
        var name = CODE.matcher(cells.get(0));
        assertThat(name.find()).as(line).isTrue();
        rows.put(name.group(1), cells);
      }
    }
    return rows;
  }
}
