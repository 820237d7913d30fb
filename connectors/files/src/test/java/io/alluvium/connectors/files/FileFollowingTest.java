package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileFollowingTest {
  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();

  @BeforeEach
  void watchFilesOnly() {
    tree.at(temp).with("files.git", "false");
  }

  @AfterEach
  void stop() {
    tree.close();
  }

  @Test
  void publishesEveryFileOnce() throws IOException {
    tree.write("a.txt", "hello").write("b/c.txt", "world");
    var run = tree.start().untilClaimed();
    assertThat(run.titles()).containsExactlyInAnyOrder("created a.txt", "created b/c.txt");
    assertThat(run.events())
        .extracting(event -> event.getText().orElseThrow())
        .containsExactlyInAnyOrder("hello", "world");
    assertThat(run.forget().during(Duration.ofMillis(500)).titles()).isEmpty();
  }

  @Test
  void followsCreateModifyAndDelete() throws IOException {
    tree.write("a.txt", "one");
    var run = tree.start().untilClaimed().forget();
    tree.write("sub/new.txt", "new").write("a.txt", "two");
    run.until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactlyInAnyOrder("created sub/new.txt", "modified a.txt");
    tree.delete("a.txt");
    run.forget().until(() -> run.events().size() == 1);
    assertThat(run.titles()).containsExactly("deleted a.txt");
    assertThat(run.events().get(0).getDeletion()).contains("stated");
  }

  @Test
  void movesARenamedFile() throws IOException {
    tree.write("old.txt", "same");
    var run = tree.start().untilClaimed().forget();
    Files.move(temp.resolve("old.txt"), temp.resolve("new.txt"));
    run.until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactlyInAnyOrder("created new.txt", "deleted old.txt");
  }

  @Test
  void movesEveryFileOfARenamedDirectoryAndFollowsItThere() throws IOException {
    tree.write("old/a.txt", "a").write("old/deep/b.txt", "b");
    var run = tree.start().untilClaimed().forget();
    Files.move(temp.resolve("old"), temp.resolve("new"));
    run.until(() -> run.events().size() == 4);
    assertThat(run.titles())
        .containsExactlyInAnyOrder(
            "created new/a.txt",
            "created new/deep/b.txt",
            "deleted old/a.txt",
            "deleted old/deep/b.txt");
    tree.write("new/deep/b.txt", "changed");
    run.forget().until(() -> run.events().size() == 1);
    assertThat(run.titles()).containsExactly("modified new/deep/b.txt");
  }

  @Test
  void publishesNothingAgainAfterARestart() throws IOException {
    tree.write("a.txt", "a").write("b.txt", "b");
    tree.start().untilClaimed();
    tree.close();
    var run = tree.start().untilClaimed();
    assertThat(run.events()).isEmpty();
  }

  @Test
  void findsWhatWasDeletedWhileItWasDown() throws IOException {
    for (int i = 0; i < 10; i++) {
      tree.write(i + ".txt", "text " + i);
    }
    tree.start().untilClaimed();
    tree.close();
    tree.delete("3.txt").write("4.txt", "changed");
    var run = tree.start().untilClaimed();
    assertThat(run.titles()).containsExactlyInAnyOrder("deleted 3.txt", "modified 4.txt");
    assertThat(run.events())
        .filteredOn(event -> event.getTitle().equals(java.util.Optional.of("3.txt")))
        .singleElement()
        .satisfies(event -> assertThat(event.getDeletion()).contains("inferred"));
  }

  @Test
  void publishesEverythingAgainAfterAReset() throws IOException {
    tree.write("a.txt", "a").write("b.txt", "b");
    var before = tree.start().untilClaimed().events();
    tree.close();
    tree.offsets().reset();
    var run = tree.start().untilClaimed();
    assertThat(run.titles()).containsExactlyInAnyOrder("modified a.txt", "modified b.txt");
    assertThat(hashes(run.events())).containsExactlyInAnyOrderElementsOf(hashes(before));
  }

  private static List<String> hashes(List<io.alluvium.schemas.RawEvent> events) {
    return events.stream().map(event -> io.alluvium.schemas.ContentHash.of(event).hex()).toList();
  }
}
