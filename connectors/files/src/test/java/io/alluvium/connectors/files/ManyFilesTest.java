package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 files in the normal build; {@code -Dfiles.many=100000} for the figures in the docs. */
final class ManyFilesTest {
  private static final int FILES = Integer.getInteger("files.many", 10_000);
  private static final int PER_DIRECTORY = 100;

  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();

  @AfterEach
  void stop() {
    tree.close();
  }

  @Test
  void publishesManyFilesAndListsThemAgainFast() throws IOException {
    tree.at(temp).with("files.git", "false");
    for (int i = 0; i < FILES; i++) {
      write(i, "text of file " + i + "\n" + "and some more words to hash ".repeat(40));
    }
    var run = tree.start();
    long begin = System.nanoTime();
    run.until(() -> run.sentCount() >= FILES, Duration.ofMinutes(5)).untilClaimed();
    report("read and published", FILES, begin);
    assertThat(run.events()).hasSize(FILES);
    run.close();
    begin = System.nanoTime();
    var again = tree.start().untilClaimed();
    report("listed and compared", FILES, begin);
    assertThat(again.events()).isEmpty();
    again.forget();
    for (int i = 0; i < FILES; i++) {
      write(i, "changed at once " + i);
    }
    begin = System.nanoTime();
    again.until(() -> again.sentCount() >= FILES, Duration.ofMinutes(5));
    report("changed at once", FILES, begin);
    assertThat(again.titles()).doesNotHaveDuplicates();
  }

  private void write(int i, String text) throws IOException {
    tree.write("d" + i / PER_DIRECTORY % 10 + "/s" + i / PER_DIRECTORY + "/f" + i + ".txt", text);
  }

  private static void report(String what, int files, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%s: %d files in %.2f s, %.0f files/s%n", what, files, seconds, files / seconds);
  }
}
