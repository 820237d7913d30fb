import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Postgres of its own, made by the {@code initdb} and {@code pg_ctl} on the PATH. Postgres
 * refuses to run as root; there it runs as the user {@code postgres}.
 */
final class LocalPostgres implements AutoCloseable {
  private final Path directory;
  private final int port;

  private LocalPostgres(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  static LocalPostgres start(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    if (isRoot()) {
      run("chmod", "711", directory.getParent().toString());
      run("chown", "postgres", directory.toString());
    }
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var postgres = new LocalPostgres(directory, port);
    var data = directory.resolve("data").toString();
    asPostgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
    var options =
        "-p %d -k %s -c wal_level=logical -c listen_addresses=127.0.0.1".formatted(port, directory);
    var log = directory.resolve("log").toString();
    asPostgres("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start");
    return postgres;
  }

  /** Makes a table of notes. */
  void create() throws IOException, InterruptedException {
    sql("CREATE TABLE note (id bigint PRIMARY KEY, author text, written timestamptz, title text,"
        + " body text, likes int)");
  }

  /** Writes notes of some 300 characters each, in one transaction. */
  void insert(int from, int to) throws IOException, InterruptedException {
    sql(
        """
        INSERT INTO note SELECT i, 'u' || i %% 100, timestamptz '2026-01-01' + i * interval '1 s',
          'Note ' || i, (SELECT string_agg(md5((i * 31 + k)::text), ' ') FROM
          generate_series(1, 8) k), i %% 10 FROM generate_series(%d, %d) i"""
            .formatted(from, to));
  }

  Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("postgres.host", "127.0.0.1"),
        Map.entry("postgres.port", "" + port),
        Map.entry("postgres.database", "postgres"),
        Map.entry("postgres.user", "postgres"),
        Map.entry("postgres.password", "postgres"),
        Map.entry("postgres.tables", "public.note"),
        Map.entry("postgres.server.id", "bench"),
        Map.entry("postgres.mapping.public.note.time", "written"),
        Map.entry("postgres.mapping.public.note.actor", "author"),
        Map.entry("postgres.mapping.public.note.title", "title"),
        Map.entry("postgres.mapping.public.note.text", "body"));
  }

  private void sql(String statement) throws IOException, InterruptedException {
    run("psql", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", "-q", "-c", statement);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void asPostgres(String... command) throws IOException, InterruptedException {
    var full = new ArrayList<String>();
    if (isRoot()) {
      full.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    full.addAll(List.of(command));
    run(full.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("Failed: " + String.join(" ", command));
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    asPostgres("pg_ctl", "-D", directory.resolve("data").toString(), "-m", "fast", "-w", "stop");
  }
}
