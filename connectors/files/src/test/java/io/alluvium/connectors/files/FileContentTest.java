package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileContentTest {
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
  void describesATextFile() throws IOException {
    tree.write("src/Main.java", "class Main {}\n");
    Files.setPosixFilePermissions(
        temp.resolve("src/Main.java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    var event = only();
    assertThat(event.getKind()).isEqualTo("file");
    assertThat(event.getEntityKey()).isEqualTo("file:root/src/Main.java");
    assertThat(event.getText()).contains("class Main {}\n");
    assertThat(event.getScope()).isEqualTo(temp.toRealPath().toString());
    assertThat(event.getUrl().get()).startsWith("file:///").endsWith("/src/Main.java");
    assertThat(event.getAttributes())
        .containsEntry("size", "14")
        .containsEntry("extension", "java")
        .containsEntry("executable", "true")
        .containsEntry("binary", "false")
        .containsEntry("sha256", "120b3a6597dbb526195b51ab28ea69b6486258e8317fe2695fc8263b1d1b932f")
        .doesNotContainKey("encoding");
  }

  @Test
  void publishesABinaryFileWithoutText() throws IOException {
    Files.write(temp.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});
    var event = only();
    assertThat(event.getText()).isEmpty();
    assertThat(event.getAttributes()).containsEntry("binary", "true").containsKey("sha256");
  }

  @Test
  void readsTextOfOtherCharsets() throws IOException {
    var german =
        "Die Straße führt über die Brücke und weiter zum Schloß, schöne Grüße.\n".repeat(9);
    Files.write(temp.resolve("a.txt"), german.getBytes(Charset.forName("windows-1252")));
    var event = only();
    assertThat(event.getText()).contains(german);
    assertThat(event.getAttributes()).containsEntry("encoding", "WINDOWS-1252");
  }

  @Test
  void readsCyrillicText() throws IOException {
    var russian = "Река несёт песок и откладывает его слоями, год за годом.\n".repeat(5);
    Files.write(temp.resolve("a.txt"), russian.getBytes(Charset.forName("windows-1251")));
    var event = only();
    assertThat(event.getText()).contains(russian);
    assertThat(event.getAttributes()).containsEntry("encoding", "WINDOWS-1251");
  }

  @Test
  void readsTextWithAByteOrderMark() throws IOException {
    var text = "\uFEFFgrüße";
    Files.write(temp.resolve("a.txt"), text.getBytes(StandardCharsets.UTF_16LE));
    var event = only();
    assertThat(event.getText()).contains("grüße");
    assertThat(event.getAttributes()).containsEntry("encoding", "UTF-16LE");
  }

  @Test
  void leavesOutTheMarkOfUtf8() throws IOException {
    tree.write("a.txt", "\uFEFFgrüße");
    var event = only();
    assertThat(event.getText()).contains("grüße");
    assertThat(event.getAttributes()).doesNotContainKey("encoding");
  }

  @Test
  void neverFailsOnInvalidUtf8() throws IOException {
    Files.write(temp.resolve("a.txt"), new byte[] {'a', (byte) 0xC3, 'b', (byte) 0x81, '\n'});
    var event = only();
    assertThat(event.getText().orElseThrow()).startsWith("a").contains("b");
    assertThat(event.getAttributes()).containsKey("encoding");
  }

  @Test
  void publishesAFileBeyondTheLimitByNameAndSize() throws IOException {
    try (var file = new RandomAccessFile(temp.resolve("huge.bin").toFile(), "rw")) {
      file.setLength(2L * 1024 * 1024 * 1024 + 1);
    }
    var event = only();
    assertThat(event.getText()).isEmpty();
    assertThat(event.getAttributes())
        .containsEntry("size", "2147483649")
        .doesNotContainKey("sha256");
    assertThat(ContentHash.of(event)).isNotNull();
  }

  @Test
  void hashesAllOfALongTextButCarriesOnlyItsBeginning() throws IOException {
    tree.write("long.txt", "line of text\n".repeat(400_000));
    var event = only();
    assertThat(event.getTruncated()).isTrue();
    assertThat(event.getText().orElseThrow()).hasSizeLessThanOrEqualTo(512 * 1024);
    assertThat(event.getAttributes()).containsEntry("size", "5200000").containsKey("sha256");
  }

  @Test
  void takesSecretsOut() throws IOException {
    tree.write("config.txt", "token ghp_16C7e42F292c6912E7710c838347Ae178B4a end");
    assertThat(only().getText().orElseThrow())
        .startsWith("token ")
        .endsWith(" end")
        .doesNotContain("16C7e42F");
  }

  @Test
  void publishesAnEmptyFile() throws IOException {
    tree.write("empty", "");
    assertThat(only().getAttributes()).containsEntry("size", "0").containsKey("sha256");
  }

  @Test
  void leavesLinksAndSpecialFilesAlone() throws Exception {
    tree.write("a.txt", "x");
    Files.createSymbolicLink(temp.resolve("link.txt"), temp.resolve("a.txt"));
    Files.createSymbolicLink(temp.resolve("loop"), temp);
    Files.createSymbolicLink(temp.resolve("broken"), Path.of("nowhere"));
    assertThat(new ProcessBuilder("mkfifo", temp.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertThat(only().getTitle()).contains("a.txt");
  }

  private RawEvent only() {
    var run = tree.start().untilClaimed();
    assertThat(run.events()).hasSize(1);
    return run.events().get(0);
  }
}
