package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.Promptness;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.ReaderSourceTask;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.SourceType;
import io.alluvium.connectors.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileHintsTest {
  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();

  @BeforeEach
  void begin() {
    tree.at(temp).with("files.git", "false");
  }

  @AfterEach
  void stop() {
    tree.close();
  }

  @Test
  void losesNothingWhenTheSystemLosesCount() throws IOException {
    for (int i = 0; i < 3000; i++) {
      tree.write("d/" + i + ".txt", "first");
    }
    var run = tree.start();
    run.until(() -> run.sentCount() >= 3000).untilClaimed().forget();
    // More than 512 events on one directory before anybody looks: the JDK drops them.
    for (int i = 0; i < 3000; i++) {
      tree.write("d/" + i + ".txt", "second");
    }
    for (int i = 0; i < 300; i++) {
      tree.delete("d/" + i + ".txt");
    }
    run.until(() -> run.sentCount() >= 3000);
    assertThat(run.titles()).hasSize(3000).doesNotHaveDuplicates();
    assertThat(run.titles().stream().filter(t -> t.startsWith("deleted"))).hasSize(300);
  }

  @Test
  void listsAgainAndAgainWhereTheTreeCannotBeWatched() throws IOException {
    tree.write("a/one.txt", "1").write("b/two.txt", "2").write("c/three.txt", "3");
    var registered = new AtomicInteger();
    var task =
        new FilesTask((directory, service) -> {
          if (registered.incrementAndGet() > 2) {
            throw new IOException("User limit of inotify watches reached");
          }
          return directory.register(service, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
        });
    try (var run = TaskRun.start(task, tree.settings(), new MemoryOffsets())) {
      run.untilClaimed();
      assertThat(run.events()).hasSize(3);
      tree.write("a/one.txt", "changed").write("c/four.txt", "4").delete("b/two.txt");
      run.forget().until(() -> run.events().size() >= 3);
      assertThat(run.titles())
          .containsExactlyInAnyOrder(
              "modified a/one.txt", "created c/four.txt", "deleted b/two.txt");
    }
  }

  @Test
  void waitsWhileGitHoldsTheIndexButNotForEver() throws IOException {
    tree.write(".git/HEAD", "ref: refs/heads/main").write("a.txt", "one");
    var run = tree.start().untilClaimed().forget();
    tree.write(".git/index.lock", "").write("a.txt", "two");
    assertThat(run.during(Duration.ofMillis(900)).events()).isEmpty();
    tree.delete(".git/index.lock");
    run.until(() -> run.events().size() == 1);
    tree.write(".git/index.lock", "left behind").write("a.txt", "three");
    long locked = System.nanoTime();
    run.forget().until(() -> run.events().size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - locked)).isGreaterThan(Duration.ofSeconds(2));
    run.forget();
    tree.write("a.txt", "four");
    assertThat(Promptness.of(() -> run.until(() -> run.events().size() == 1)))
        .isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void readsAFileThatNeverRests() throws IOException {
    tree.write("service.log", "begin\n");
    var run = tree.start().untilClaimed().forget();
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (run.events().isEmpty() && System.nanoTime() < end) {
      Files.writeString(temp.resolve("service.log"), "more\n", StandardOpenOption.APPEND);
      run.poll();
    }
    assertThat(run.titles()).containsExactly("modified service.log");
  }

  @Test
  void readsAFileOnceItHasBeenWrittenCompletely() throws Exception {
    tree.with("files.settle.ms", "1500").write("a.txt", "");
    var run = tree.start().untilClaimed().forget();
    for (int i = 0; i < 10; i++) {
      Files.writeString(temp.resolve("a.txt"), "part " + i + "\n", StandardOpenOption.APPEND);
      run.during(Duration.ofMillis(50));
    }
    run.until(() -> !run.events().isEmpty()).during(Duration.ofMillis(600));
    assertThat(run.events()).singleElement();
    assertThat(run.events().get(0).getText().get()).endsWith("part 9\n");
  }

  @Test
  void noticesAChangeThatKeepsSizeAndTime() throws IOException {
    var time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    tree.write("a.txt", "one");
    Files.setLastModifiedTime(temp.resolve("a.txt"), time);
    var run = tree.start().untilClaimed().forget();
    tree.write("a.txt", "two");
    Files.setLastModifiedTime(temp.resolve("a.txt"), time);
    run.until(() -> run.events().size() == 1);
    assertThat(run.titles()).containsExactly("modified a.txt");
  }

  @Test
  void noticesAChangeWithinTheSameTickMadeWhileItWasDown() throws IOException {
    tree.write("a.txt", "one");
    var time = Files.getLastModifiedTime(temp.resolve("a.txt"));
    tree.start().untilClaimed();
    tree.close();
    tree.write("a.txt", "two");
    Files.setLastModifiedTime(temp.resolve("a.txt"), time);
    assertThat(tree.start().untilClaimed().titles()).containsExactly("modified a.txt");
  }

  @Test
  void publishesNothingForAFileThatWasOnlyTouched() throws IOException {
    tree.write("a.txt", "same");
    var run = tree.start().untilClaimed().forget();
    Files.setLastModifiedTime(temp.resolve("a.txt"), FileTime.from(Instant.now()));
    tree.write("a.txt", "same");
    assertThat(run.during(Duration.ofMillis(600)).events()).isEmpty();
  }

  @Test
  void publishesARevert() throws IOException {
    tree.write("a.txt", "one");
    var run = tree.start().untilClaimed().forget();
    tree.write("a.txt", "two");
    run.until(() -> run.events().size() == 1);
    tree.write("a.txt", "one");
    run.until(() -> run.events().size() == 2);
    assertThat(run.events()).extracting(e -> e.getText().get()).containsExactly("two", "one");
  }

  @Test
  void toleratesAFileThatVanishesBeforeItIsRead() throws IOException {
    tree.with("files.settle.ms", "400").write("stays.txt", "x").write("vanishes.txt", "x");
    var run = tree.start();
    run.poll();
    tree.delete("vanishes.txt");
    run.untilClaimed();
    assertThat(run.titles()).containsExactly("created stays.txt");
  }

  @Test
  void keepsStrangeNames() throws IOException {
    for (var name : List.of("a b", "tab\there", "line\nbreak", "100%", "#x?y", "ünï", "\\back")) {
      tree.write("dir/" + name, name);
    }
    var run = tree.start().untilClaimed();
    assertThat(run.events()).hasSize(7);
    assertThat(run.events())
        .allSatisfy(e -> assertThat(e.getTitle().get()).endsWith(e.getText().get()));
    tree.close();
    assertThat(tree.start().untilClaimed().events()).isEmpty();
  }

  @Test
  void saysWhichNameItCannotRead() throws Exception {
    tree.write("a.txt", "x");
    var shell = new ProcessBuilder("sh", "-c", "touch \"$(printf 'bad\\377name')\"");
    assertThat(shell.directory(temp.toFile()).start().waitFor()).isZero();
    var run = tree.start().untilClaimed();
    assertThat(run.titles()).containsExactly("created a.txt");
    assertThat(run.gaps()).anyMatch(gap -> gap.getMessage().contains("LC_ALL=C.UTF-8"));
  }

  @Test
  void rewritesOnlyTheBucketsThatABatchTouches() throws IOException {
    for (int i = 0; i < 3000; i++) {
      tree.write("d" + i % 10 + "/" + i + ".txt", "text " + i);
    }
    var run = tree.with("files.settle.ms", "0").start();
    int events = 0;
    while (events < 3000) {
      var buckets = new HashMap<Object, HashSet<Object>>();
      var batch = run.poll();
      events += (int) batch.stream().filter(r -> r.topic().equals("alluvium.raw.files")).count();
      batch.forEach(record ->
          buckets
              .computeIfAbsent(record.sourcePartition(), p -> new HashSet<>())
              .add(record.key()));
      // 3,000 files in 256 buckets: 12 each, so a batch of 64 in order of buckets touches about 6.
      assertThat(buckets).hasSizeLessThan(batch.size() / 8 + 6);
    }
  }

  /** The files source with a watch that meets the limits of the system. */
  private static final class FilesTask extends ReaderSourceTask {
    FilesTask(TreeWatch.Registrar registrar) {
      super(new LimitedSource(registrar));
    }
  }

  private record LimitedSource(TreeWatch.Registrar registrar)
      implements SourceType<FilesSourceConfig> {
    @Override
    public String name() {
      return "files";
    }

    @Override
    public ConfigDef definition() {
      return FilesSourceConfig.DEFINITION;
    }

    @Override
    public FilesSourceConfig configure(Map<String, String> settings) {
      return new FilesSourceConfig(settings);
    }

    @Override
    public List<Finding> validate(FilesSourceConfig config) {
      return List.of();
    }

    @Override
    public List<SourceReader<?>> open(FilesSourceConfig config, ReaderContext context) {
      var watch = new TreeWatch(config.realPath(), registrar);
      return List.of(new FileTreeReader(config, context, watch));
    }
  }
}
