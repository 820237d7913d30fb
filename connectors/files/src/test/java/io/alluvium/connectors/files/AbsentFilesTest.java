package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AbsentFilesTest {
  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();
  private Path root;

  @BeforeEach
  void begin() throws IOException {
    root = Files.createDirectory(temp.resolve("root"));
    tree.at(root)
        .with("files.git", "false")
        .with("files.rescan.ms", "300")
        .with("files.absence.confirm.ms", "700");
    for (int i = 0; i < 10; i++) {
      tree.write(i + ".txt", "text " + i);
    }
  }

  @AfterEach
  void stop() {
    tree.close();
  }

  @Test
  void waitsForASecondListingWhenManyAreAbsent() throws IOException {
    tree.with("files.absence.confirm.ms", "4000").start().untilClaimed();
    tree.close();
    for (int i = 0; i < 5; i++) {
      tree.delete(i + ".txt");
    }
    var run = tree.start();
    assertThat(run.during(Duration.ofMillis(500)).events()).isEmpty();
    assertThat(run.claims()).isEmpty();
    run.untilClaimed();
    assertThat(run.events())
        .hasSize(5)
        .allSatisfy(event -> assertThat(event.getDeletion()).contains("inferred"));
  }

  @Test
  void deletesNothingThatIsBackAtTheSecondListing() throws IOException {
    tree.with("files.absence.confirm.ms", "4000").start().untilClaimed();
    tree.close();
    for (int i = 0; i < 5; i++) {
      tree.delete(i + ".txt");
    }
    var run = tree.start().during(Duration.ofMillis(400));
    for (int i = 0; i < 5; i++) {
      tree.write(i + ".txt", "text " + i);
    }
    run.untilClaimed().during(Duration.ofMillis(500));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void deletesNothingWhenTheRootVanishesAndGoesOnWhenItIsBack() throws IOException {
    var run = tree.start().untilClaimed().forget();
    Files.move(root, temp.resolve("elsewhere"));
    run.until(() -> !run.gaps().isEmpty()).during(Duration.ofMillis(1200));
    assertThat(run.events()).isEmpty();
    assertThat(run.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.getMessage()).contains("gone or not mounted"));
    Files.move(temp.resolve("elsewhere"), root);
    tree.write("new.txt", "new");
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getClosedAt().isPresent()));
    run.until(() -> run.events().size() == 1);
    tree.write("0.txt", "changed");
    run.until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactly("created new.txt", "modified 0.txt");
  }

  @Test
  void takesAnEmptyDirectoryOfAnotherIdentityForAMissingMount() throws IOException {
    tree.start().untilClaimed();
    tree.close();
    Files.move(root, temp.resolve("elsewhere"));
    Files.createDirectory(root);
    var run = tree.start().during(Duration.ofMillis(1800));
    assertThat(run.events()).isEmpty();
    assertThat(run.claims()).isEmpty();
    Files.delete(root);
    Files.move(temp.resolve("elsewhere"), root);
    run.untilClaimed();
    assertThat(run.events()).isEmpty();
  }

  @Test
  void findsTheTruthAfterTheDirectoryWasReplaced() throws IOException {
    var run = tree.start().untilClaimed().forget();
    Files.move(root, temp.resolve("old"));
    Files.createDirectory(root);
    for (int i = 1; i < 10; i++) {
      tree.write(i + ".txt", "text " + i);
    }
    tree.write("9.txt", "changed");
    run.until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactlyInAnyOrder("deleted 0.txt", "modified 9.txt");
    tree.write("8.txt", "followed again");
    run.forget().until(() -> run.events().size() == 1);
  }

  @Test
  void leavesFilesAloneThatWereRemovedAtOnce() throws IOException {
    var run = tree.start().untilClaimed().forget();
    tree.write("touched.txt", "x").delete("touched.txt");
    tree.delete("0.txt").write("0.txt", "text 0");
    run.during(Duration.ofMillis(500));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void deletesAWholeDirectoryByWhatItSees() throws IOException {
    IntStream.range(0, 700).forEach(i -> write("big/" + i + ".txt"));
    var run = tree.start().untilClaimed().forget();
    try (var files = Files.list(root.resolve("big"))) {
      files.forEach(file -> file.toFile().delete());
    }
    Files.delete(root.resolve("big"));
    run.until(() -> run.events().size() == 700);
    assertThat(run.events()).extracting(event -> event.getVerb().get()).containsOnly("deleted");
  }

  @Test
  void countsNoFileAsGoneThatAnUnreadableDirectoryHides() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root can read everything");
    tree.write("closed/a.txt", "x");
    var run = tree.start().untilClaimed().forget();
    permit("closed", "---------");
    run.untilClaimed().during(Duration.ofMillis(500));
    assertThat(run.events()).isEmpty();
    assertThat(run.gaps()).extracting(gap -> gap.getFrom()).contains("closed");
    permit("closed", "rwxr-xr-x");
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getClosedAt().isPresent()));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void publishesAnUnreadableFileOnceItCanBeRead() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root can read everything");
    permit("0.txt", "---------");
    var run = tree.start().untilClaimed();
    assertThat(run.events()).hasSize(9);
    assertThat(run.gaps()).anyMatch(gap -> gap.getFrom().equals("0.txt"));
    permit("0.txt", "rw-r--r--");
    run.until(() -> run.events().size() == 10);
    assertThat(run.gaps())
        .anyMatch(gap -> gap.getFrom().equals("0.txt") && gap.getClosedAt().isPresent());
  }

  private void permit(String path, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        root.resolve(path), java.nio.file.attribute.PosixFilePermissions.fromString(permissions));
  }

  private void write(String path) {
    try {
      tree.write(path, path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
