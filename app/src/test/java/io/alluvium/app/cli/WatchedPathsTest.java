package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import io.alluvium.connectors.files.RootId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchedPathsTest {
  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void resolve() throws IOException {
    directory = temporary.toRealPath();
  }

  @Test
  void namesASourceByItsDirectory() throws IOException {
    made("a/docs");
    made("b/docs");
    var sources = of("a/docs", "b/docs", "a/../a/docs");
    assertThat(sources).extracting(WatchedPath::name).containsExactly("docs", "docs-2");
    assertThat(sources)
        .extracting(WatchedPath::path)
        .containsExactly(directory.resolve("a/docs"), directory.resolve("b/docs"));
    assertThat(sources.getFirst().settings())
        .containsEntry("connector.class", WatchedPath.CONNECTOR)
        .containsEntry("files.root.id", RootId.of(directory.resolve("a/docs")));
  }

  @ParameterizedTest
  @CsvSource({
    "my notes, my-notes",
    "'.config', config",
    "Ünïcode, n-code",
    "'a.b.c', a-b-c",
    "'日本', source",
  })
  void makesALegalNameOfAnyDirectory(String name, String expected) {
    assertThat(WatchedPaths.sourceName(Path.of("/x", name))).isEqualTo(expected);
  }

  @Test
  void namesTheRootToo() {
    assertThat(WatchedPaths.sourceName(Path.of("/"))).isEqualTo("root");
  }

  @Test
  void keepsNameAndRootIdOfAnEarlierStart() throws IOException {
    var docs = made("b/docs");
    made("a/docs");
    WatchRegister.add(directory, List.of(new WatchedPath("docs", docs, "0123456789abcdef")));
    var sources =
        WatchedPaths.of(
            List.of(Path.of("a/docs"), Path.of("b/docs")),
            directory,
            WatchRegister.read(directory),
            Set.of());
    assertThat(sources).extracting(WatchedPath::name).containsExactly("docs-2", "docs");
    assertThat(sources.get(1).rootId()).isEqualTo("0123456789abcdef");
  }

  @Test
  void remembersMoreWithEveryStart() throws IOException {
    var first = new WatchedPath("a", made("a"), "1");
    var second = new WatchedPath("b", made("b"), "2");
    WatchRegister.add(directory, List.of(first));
    WatchRegister.add(directory, List.of(second));
    assertThat(WatchRegister.read(directory).values()).containsExactly(first, second);
    assertThat(WatchRegister.read(directory.resolve("elsewhere"))).isEmpty();
    Files.writeString(directory.resolve(WatchRegister.FILE), "{");
    assertThatThrownBy(() -> WatchRegister.read(directory)).isInstanceOf(UserError.class);
  }

  @Test
  void leavesNamesOfConfiguredSourcesAlone() throws IOException {
    made("docs");
    var sources =
        WatchedPaths.of(List.of(Path.of("docs")), directory, Map.of(), Set.of("docs", "docs-2"));
    assertThat(sources).extracting(WatchedPath::name).containsExactly("docs-3");
  }

  @Test
  void refusesWhatCannotBeWatched() throws IOException {
    made("documents/inner");
    Files.writeString(directory.resolve("file.txt"), "x");
    refuses("WATCH_MISSING", "Did you mean '" + directory.resolve("documents"), "document");
    refuses("WATCH_MISSING", "Check the path", "no/such/thing");
    refuses("WATCH_NOT_A_DIRECTORY", "Watch the directory it is in", "file.txt");
    refuses("WATCH_NESTED", "covers both", "documents", "documents/inner");
  }

  @Test
  void excludesTheDataDirectoryInsideAWatchedOne() throws IOException {
    var watched = made("w");
    var settings = new WatchedPath("w", watched, "id").settings();
    assertThat(DataDirExclusion.applied(settings, watched.resolve("data/[1]")))
        .containsEntry("files.exclude", "data/?1?/**");
    assertThat(DataDirExclusion.applied(settings, directory.resolve("other"))).isEqualTo(settings);
    assertThatThrownBy(() -> DataDirExclusion.applied(settings, watched))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(watched.toString());
    assertThatThrownBy(() -> DataDirExclusion.applied(settings, directory))
        .isInstanceOf(UserError.class);
  }

  @Test
  void seesTheDataDirectoryThroughASymbolicLink() throws IOException {
    var watched = made("w");
    var link = Files.createSymbolicLink(directory.resolve("link"), watched);
    assertThat(
            DataDirExclusion.applied(
                new WatchedPath("w", watched, "id").settings(), link.resolve("data")))
        .containsEntry("files.exclude", "data/**");
  }

  private void refuses(String code, String remedy, String... paths) {
    assertThatThrownBy(() -> of(paths))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.remedy()).contains(remedy);
            });
  }

  private List<WatchedPath> of(String... paths) {
    return WatchedPaths.of(
        List.of(paths).stream().map(Path::of).toList(), directory, Map.of(), Set.of());
  }

  private Path made(String path) throws IOException {
    return Files.createDirectories(directory.resolve(path));
  }
}
