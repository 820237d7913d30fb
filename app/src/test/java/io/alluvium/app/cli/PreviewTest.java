package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PreviewTest {
  @TempDir private Path directory;
  private final Screen screen = Screen.plain();

  @Test
  void printsWhatTheSourceWouldPublishAndEnds() throws IOException {
    write("a.txt", "first");
    write("sub/b.txt", "second");
    assertThat(screen.run("preview", "--watch", directory.toString())).isZero();
    assertThat(screen.out()).contains("a.txt", "sub/b.txt", "2 events");
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void printsOneLineOfJsonPerEventUpToTheLimit() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(i + ".txt", "text " + i);
    }
    assertThat(screen.run("preview", "--watch", directory.toString(), "--limit", "3", "--json"))
        .isZero();
    assertThat(screen.out().lines())
        .hasSize(3)
        .allSatisfy(line -> {
          assertThat(Json.parse(line).path("entityKey").asText()).startsWith("file:");
          assertThat(Json.parse(line).path("text").asText()).startsWith("text ");
        });
  }

  @Test
  void endsOnAnEmptyDirectoryToo() {
    assertThat(screen.run("preview", "--watch", directory.toString())).isZero();
    assertThat(screen.out()).isEqualTo("0 events\n");
  }

  @Test
  void refusesAPathThatIsMissing() {
    assertThat(screen.run("preview", "--watch", directory.resolve("gone").toString())).isEqualTo(1);
    assertThat(screen.err()).contains("[WATCH_MISSING]").hasLineCount(1);
  }

  private void write(String path, String text) throws IOException {
    var file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
