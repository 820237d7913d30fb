import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A git repository without checked-out files, in which each commit changes one file. */
final class LocalRepository {
  private static final int FILES = 1_000;

  private LocalRepository() {}

  /** Makes the commits; returns the settings of a source that reads them. */
  static Map<String, String> make(Path directory, int commits) throws Exception {
    Files.createDirectories(directory);
    new ProcessBuilder("git", "init", "-q", "-b", "main", directory.toString()).start().waitFor();
    var process =
        new ProcessBuilder("git", "fast-import", "--quiet")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
      for (int i = 0; i < commits; i++) {
        commit(out, i);
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("git fast-import failed");
    }
    return Map.of("files.path", directory.toString(), "files.root.id", "bench");
  }

  private static void commit(BufferedWriter out, int i) throws IOException {
    var message = "Change " + i + "\n\nAnd why: it was number " + i + " of many.\n";
    var text = new StringBuilder();
    for (int line = 0; line < 10; line++) {
      text.append("line ").append(line).append(" of ").append(line == i % 10 ? i : 0).append('\n');
    }
    out.write("commit refs/heads/main\n");
    out.write("committer Ada <ada@example.org> " + (1_700_000_000L + i) + " +0000\n");
    out.write("data " + message.length() + "\n" + message);
    out.write("M 644 inline dir" + i % 20 + "/file" + i % FILES + ".txt\n");
    out.write("data " + text.length() + "\n" + text);
  }
}
