package io.alluvium.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void makesTheDirectoryAndWritesItsFormatDown() throws IOException {
    var root = parent.resolve("a/b");
    DataDirectory.open(root).close();
    assertThat(root.resolve("format")).hasContent("2");
    DataDirectory.open(root).close();
  }

  @Test
  void refusesASecondUserAndNamesTheFirst() {
    try (var first = DataDirectory.open(parent)) {
      assertThat(first.root()).isEqualTo(parent);
      refuses(() -> DataDirectory.open(parent), "DATA_DIR_IN_USE", pid());
    }
    DataDirectory.open(parent).close();
  }

  @Test
  void refusesANewerFormatAndLetsGoOfTheDirectory() throws IOException {
    Files.writeString(parent.resolve("format"), "7\n");
    refuses(() -> DataDirectory.open(parent), "DATA_DIR_NEWER", "format 7");
    Files.writeString(parent.resolve("format"), "2\n");
    DataDirectory.open(parent).close();
  }

  @Test
  void raisesTheFormatOfAnOlderProgramSoThatThatOneWillRefuseIt() throws IOException {
    Files.writeString(parent.resolve("format"), "1\n");
    DataDirectory.open(parent).close();
    assertThat(parent.resolve("format")).hasContent("2");
  }

  @Test
  void refusesWhatIsNoDirectory() throws IOException {
    var file = Files.createFile(parent.resolve("file"));
    refuses(() -> DataDirectory.open(file), "DATA_DIR_UNUSABLE", file.toString());
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static void refuses(ThrowingCallable open, String code, String told) {
    assertThatThrownBy(open)
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.message()).contains(told);
            });
  }
}
