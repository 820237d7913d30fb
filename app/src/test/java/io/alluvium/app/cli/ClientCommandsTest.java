package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.config.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientCommandsTest {
  private static final String ANSWER =
      """
      {"hits":[{"eventId":"a.0","entityKey":"file:r/src/RetryPolicy.java","source":"code",
        "kind":"file","type":"file.created","occurredAt":"2026-11-20T11:57:00Z",
        "title":"src/RetryPolicy.java","titleMarks":[[4,9]],
        "snippet":"A retry policy says\\nhow often","snippetMarks":[[2,7]],
        "score":3.5,"tier":"hot","url":"file:///src/RetryPolicy.java"}],
       "total":41,"totalIsExact":true,"tookMs":7,"complete":true,
       "parts":[{"tier":"hot","shards":8,"answered":8}]}
      """;

  private static final String SOURCES =
      """
      {"sources":[
        {"name":"code","connector":"files","state":"running","error":null,"read":1200,"new":1000,
         "sightings":0,"duplicates":200,"deadLettered":0,"lastEventAt":"2026-11-20T11:59:50Z",
         "scopes":[{"scope":"/code","axis":"refs","processedAsOf":"2026-11-20T11:00:00Z",
                    "openGaps":2},
                   {"scope":"/code","axis":"snapshot","processedAsOf":"2026-11-20T11:58:00Z"}],
         "backfill":null},
        {"name":"docs","connector":"files","state":"failed","error":"/docs is gone","read":0,
         "new":0,"duplicates":0,"deadLettered":0,"lastEventAt":null,"scopes":[],
         "backfill":{"done":5,"total":10}}],
       "total":{"read":1200,"new":1000,"known":200,"deadLettered":0,"knownShare":0.1667}}
      """;

  private static final String CODE =
      """
      {"name":"code","connector":"files","state":"running","read":300,"scopes":[],
       "run":{"startedAt":"2026-11-20T11:55:00Z","caughtUpAt":"2026-11-20T11:55:02Z",
         "durationMs":2000,"eventsPerSecond":150.0,"read":300,"emitted":290,"failed":1,
         "inserted":90,"duplicates":200,"sightings":0,"deadLettered":0,
         "readers":[
           {"scope":"/code","scopeName":"code","axis":"refs","caughtUpAt":"2026-11-20T11:55:02Z",
            "durationMs":2000,"eventsPerSecond":50.0,"read":100,"emitted":95,"failed":1,
            "sourceOffset":"{tips=2}"},
           {"scope":"/code","scopeName":"code","axis":"snapshot","caughtUpAt":null,
            "durationMs":1000,"eventsPerSecond":200.0,"read":200,"emitted":195,"failed":0,
            "sourceOffset":""}]}}
      """;

  @TempDir private Path directory;
  private final Screen screen = Screen.plain();
  private FakeNode node;

  @BeforeEach
  void start() throws IOException {
    node =
        new FakeNode()
            .answering("GET /api/v1/search", ANSWER)
            .answering("GET /api/v1/sources", SOURCES);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void showsHitsForReading() {
    assertThat(screen.run("search", "retry", "policy", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            src/RetryPolicy.java
              file · code · 3 minutes ago
              A retry policy says how often
              file:///src/RetryPolicy.java

            1 of 41 in 7 ms
            """);
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void marksTheWordsThatWereFound() {
    var coloured = Screen.coloured();
    coloured.run("search", "retry", "--port", node.port());
    assertThat(coloured.out())
        .contains("A \u001b[1;33mretry\u001b[0m policy")
        .contains("\u001b[1msrc/\u001b[0m\u001b[1;33mRetry\u001b[0m");
  }

  @Test
  void passesTheQuestionOnAsItWasAsked() {
    screen.run(
        "search",
        "a b&c",
        "--source",
        "my docs",
        "--kind",
        "commit",
        "--since",
        "7D",
        "--limit",
        "3",
        "--port",
        node.port());
    assertThat(node.asked())
        .containsExactly(
            "GET /api/v1/search?q=a%20b%26c&limit=3&source=my%20docs&kind=commit&since=7d");
  }

  @Test
  void printsTheAnswerItselfAsJson() {
    assertThat(screen.run("search", "retry", "--json", "--port", node.port())).isZero();
    assertThat(Json.parse(screen.out())).isEqualTo(Json.parse(ANSWER));
  }

  @Test
  void saysWhenNothingIsFoundAndWhenPartsDidNotAnswer() {
    node.answering(
        "GET /api/v1/search",
        """
        {"hits":[],"total":0,"complete":false,"parts":[{"tier":"hot","shards":8,"answered":6}]}
        """);
    assertThat(screen.run("search", "x", "--port", node.port())).isZero();
    assertThat(screen.out()).isEqualTo("Nothing found.\n");
    assertThat(screen.err()).contains("Not everything answered", "\"answered\":6");
  }

  @Test
  void passesOnWhatTheNodeSaysIsWrong() {
    node.answering(
        "GET /api/v1/search",
        400,
        """
        {"type":"urn:alluvium:problem:query","title":"The query has an open quote.","status":400,
         "detail":"x","code":"QUERY","remedy":"Close it."}
        """);
    assertThat(screen.run("search", "'", "--port", node.port())).isEqualTo(1);
    assertThat(screen.err()).isEqualTo("error: The query has an open quote. Close it. [QUERY]\n");
  }

  @Test
  void saysInOneLineThatNoNodeRuns() throws IOException {
    var free = Integer.toString(Ports.free(1)[0]);
    assertThat(screen.run("search", "x", "--port", free)).isEqualTo(1);
    assertThat(screen.err())
        .isEqualTo(
            "error: No node answers on port %s. Start one with 'alluvium up --watch PATH'. [NODE_NOT_RUNNING]\n"
                .formatted(free));
  }

  @Test
  void findsTheNodeByItsDataDirectory() throws IOException {
    Files.writeString(
        directory.resolve("node.json"),
        Json.line(
            Map.of(
                "pid", ProcessHandle.current().pid(), "httpPort", Integer.parseInt(node.port()))));
    assertThat(screen.run("search", "x", "--data-dir", directory.toString())).isZero();
    assertThat(screen.out()).contains("RetryPolicy");
  }

  @Test
  void doesNotBelieveANodeFileOfADeadProcess() throws IOException {
    var dead = new ProcessBuilder("true").start();
    dead.onExit().join();
    Files.writeString(
        directory.resolve("node.json"),
        Json.line(Map.of("pid", dead.pid(), "httpPort", Integer.parseInt(node.port()))));
    var free = Integer.toString(Ports.free(1)[0]);
    var session = screen.session(Map.of("ALLUVIUM_HTTP_PORT", free));
    assertThat(Commands.run(session, "search", "x", "--data-dir", directory.toString()))
        .isEqualTo(1);
    assertThat(screen.err()).contains("No node is running on " + directory, "[NODE_NOT_RUNNING]");
  }

  @Test
  void tellsAStrangerFromANode() {
    node.answering("GET /api/v1/search", 404, "<html>");
    assertThat(screen.run("search", "x", "--port", node.port())).isEqualTo(1);
    assertThat(screen.err()).contains("not an Alluvium node", "[NOT_A_NODE]");
    node.answering("GET /api/v1/search", "<html>");
    assertThat(screen.run("search", "x", "--port", node.port())).isEqualTo(1);
  }

  @Test
  void showsSourcesAsATable() {
    assertThat(screen.run("sources", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            SOURCE  STATE       READ   NEW  DUPLICATE  SIGHTING  DEAD  LAST EVENT  PROVEN AS OF  GAPS
            code    running     1200  1000        200         0     0  just now    1 hour ago       2
            docs    failed 50%     0     0          0         -     0  -           -                0
              /docs is gone
            1,200 read: 1,000 new, 200 (16.7 %) known already and kept once.
            """);
  }

  @Test
  void showsWhatTheLastRunOfASourceDid() {
    node.answering("GET /api/v1/sources/code", CODE);
    assertThat(screen.run("sources", "status", "code", "--port", node.port())).isZero();
    assertThat(screen.out())
        .contains(
            """
            Last run, begun 5 minutes ago:
            SCOPE  AXIS      READ  EMITTED  NEW  DUPLICATE  SIGHTING  FAILED  CAUGHT UP    EVENTS/S  OFFSET
            all    -          300      290   90        200         0       1  after 2.0 s       150  -
            code   refs       100       95    -          -         -       1  after 2.0 s        50  {tips=2}
            code   snapshot   200      195    -          -         -       0  not yet           200  -
            """);
    assertThat(screen.run("sources", "status", "code", "--json", "--port", node.port())).isZero();
    assertThat(screen.out()).contains("\"inserted\":90");
  }

  @Test
  void changesASourceAndSuggestsOneThatIsMisspelled() {
    node.answering("POST /api/v1/sources/code/reset", 202, "");
    assertThat(screen.run("sources", "reset", "code", "--port", node.port())).isZero();
    assertThat(screen.out()).isEqualTo("code reads again from the beginning.\n");
    assertThat(node.asked()).contains("POST /api/v1/sources/code/reset");
    node.answering("POST /api/v1/sources/code/pause", 200, "{}");
    assertThat(screen.run("sources", "pause", "code", "--port", node.port())).isZero();
    assertThat(node.asked()).contains("POST /api/v1/sources/code/pause");
    assertThat(screen.run("sources", "remove", "cod", "--port", node.port())).isEqualTo(1);
    assertThat(screen.err()).contains("Did you mean 'code'?", "[SOURCE_UNKNOWN]");
  }

  @Test
  void addsASourceWithItsSettings() {
    node.answering("PUT /api/v1/sources/notes", 201, "{}");
    var exit =
        screen.run(
            "sources", "add", "notes", "files", "files.path=/srv/notes", "--port", node.port());
    assertThat(exit).isZero();
    assertThat(screen.out()).isEqualTo("notes is added.\n");
    assertThat(node.asked()).contains("PUT /api/v1/sources/notes");
  }

  @Test
  void showsWhatIsProvenAndWhatIsNot() {
    node.answering(
        "GET /api/v1/coverage",
        """
        {"complete":false,"scopes":[
          {"source":"acme","scope":"github.com/7","scopeName":"acme/site","axis":"issues",
           "processedAsOf":"2026-11-20T11:00:00Z","guarantees":["creations","edits"],"gaps":[]},
          {"source":"acme","scope":"github.com/8","scopeName":"acme/old","axis":"issues",
           "processedAsOf":null,"guarantees":[],"gaps":[
             {"reason":"RATE_LIMITED","message":"Rate limited until noon: used up",
              "subject":null,"openedAt":"2026-11-20T11:58:00Z"}]}]}
        """);
    assertThat(screen.run("coverage", "--source", "acme", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            SOURCE  SCOPE      AXIS    PROVEN AS OF  GUARANTEES        GAPS
            acme    acme/site  issues  1 hour ago    creations, edits     0
            acme    acme/old   issues  -             -                    1
              RATE_LIMITED since 2 minutes ago: Rate limited until noon: used up
            Not complete: see the gaps above.
            """);
    assertThat(node.asked()).containsExactly("GET /api/v1/coverage?source=acme");
  }
}
