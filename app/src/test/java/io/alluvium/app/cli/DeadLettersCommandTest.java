package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadLettersCommandTest {
  private static final String PATH = "/api/v1/dead-letters";
  private static final String LIST =
      """
      {"total":3,"reasons":{"MISPLACED":1,"NOT_AVRO":2},"deadLetters":[
        {"id":"3-1042","failedAt":"2026-11-20T11:57:00Z","reason":"NOT_AVRO",
         "message":"Bytes end within\\ntext","source":"acme","scope":null,
         "key":"github:github.com/issue/1296269/1347","place":"alluvium.raw.github-3@88",
         "bytes":1204,"replayOf":null},
        {"id":"5-17","failedAt":"2026-11-20T10:57:00Z","reason":"MISPLACED",
         "message":"Lies on partition 1","source":null,"scope":null,"key":null,
         "place":"alluvium.raw.files-1@7","bytes":null,"replayOf":"5-3"}]}
      """;

  private static final String SHOWN =
      """
      {"letter":{"id":"3-1042","failedAt":"2026-11-20T11:57:00Z","reason":"NOT_AVRO",
         "message":"Bytes end","source":"acme","scope":null,"key":"k",
         "place":"alluvium.raw.github-3@88","bytes":17,"replayOf":null},
       "headers":{"ce_source":"acme"},
       "content":{"schemaId":4,"schema":"io.alluvium.schemas.RawEvent",
         "value":{"source":"acme"},"undecoded":"EOF",
         "hex":"00000000046163b36d65ffffffffffffff41"}}
      """;

  private static final String REPORT =
      """
      {"replayed":3,"accepted":1,"pending":1,
       "setAsideAgain":[{"id":"3-1042","newId":"3-1050","reason":"NOT_AVRO","message":"Bytes end"}],
       "refused":[{"id":"5-17","why":"Its bytes were not kept."}]}
      """;

  private final Screen screen = Screen.plain();
  private FakeNode node;

  @BeforeEach
  void start() throws IOException {
    node =
        new FakeNode()
            .answering("GET " + PATH, LIST)
            .answering("GET " + PATH + "/3-1042", SHOWN)
            .answering("POST " + PATH + "/3-1042/replay", REPORT)
            .answering("POST " + PATH + "/replay", REPORT);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void listsThemWithTheirReasons() {
    assertThat(screen.run("dead-letters", "list", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            ID      WHEN           REASON     SOURCE  KEY                                   BYTES
            3-1042  3 minutes ago  NOT_AVRO   acme    github:github.com/issue/1296269/1347   1204
              Bytes end within text
            5-17    1 hour ago     MISPLACED  -       -                                         -
              Lies on partition 1
            2 of 3 dead letters: 1 MISPLACED, 2 NOT_AVRO.
            """);
  }

  @Test
  void listsThemWithoutASubcommandToo() {
    assertThat(screen.run("dead-letters", "--port", node.port())).isZero();
    assertThat(screen.out()).contains("3-1042");
  }

  @Test
  void passesTheQuestionOn() {
    screen.run(
        "dead-letters",
        "list",
        "--since",
        "7D",
        "--source",
        "my docs",
        "--reason",
        "NOT_AVRO",
        "--limit",
        "5",
        "--json",
        "--port",
        node.port());
    assertThat(node.asked())
        .containsExactly("GET " + PATH + "?limit=5&reason=NOT_AVRO&since=7d&source=my%20docs");
    assertThat(screen.out()).isEqualTo(LIST);
  }

  @Test
  void saysWhenThereAreNone() {
    node.answering("GET " + PATH, "{\"total\":0,\"reasons\":{},\"deadLetters\":[]}");
    screen.run("dead-letters", "list", "--port", node.port());
    assertThat(screen.out()).isEqualTo("No dead letters.\n");
  }

  @Test
  void showsOneAsFarAsItCanBeRead() {
    assertThat(screen.run("dead-letters", "show", "3-1042", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            id: 3-1042
            failedAt: 2026-11-20T11:57:00Z
            reason: NOT_AVRO
            message: Bytes end
            source: acme
            key: k
            place: alluvium.raw.github-3@88
            bytes: 17
            header ce_source: acme
            schemaId: 4
            schema: io.alluvium.schemas.RawEvent
            undecoded: EOF

            {
              "source" : "acme"
            }

            000000  00 00 00 00 04 61 63 b3 6d 65 ff ff ff ff ff ff  .....ac.me......
            000010  ff 41                                            .A
            """);
  }

  @Test
  void saysWhatBecameOfWhatWasSentAgain() {
    assertThat(screen.run("dead-letters", "replay", "3-1042", "--port", node.port())).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            3 sent again: 1 accepted, 1 set aside again, 1 not read by ingest yet.
              3-1042 is now 3-1050: NOT_AVRO Bytes end
              5-17 was not sent: Its bytes were not kept.
            """);
  }

  @Test
  void sendsAgainWhatMatches() {
    screen.run("dead-letters", "replay", "--reason", "NOT_AVRO", "--port", node.port());
    screen.run("dead-letters", "replay", "--all", "--port", node.port());
    assertThat(node.asked())
        .containsExactly("POST " + PATH + "/replay?reason=NOT_AVRO", "POST " + PATH + "/replay");
  }

  @Test
  void sendsNothingAgainUnlessToldWhat() {
    assertThat(screen.run("dead-letters", "replay", "--port", node.port())).isEqualTo(1);
    assertThat(screen.err()).contains("[REPLAY_WHAT]").hasLineCount(1);
    assertThat(Screen.plain().run("dead-letters", "replay", "1-2", "--all", "--port", node.port()))
        .isEqualTo(1);
    assertThat(node.asked()).isEmpty();
  }

  @Test
  void passesOnWhatTheNodeRefuses() {
    node.answering(
        "GET " + PATH + "/9-9",
        404,
        "{\"code\":\"LETTER_UNKNOWN\",\"title\":\"There is no dead letter 9-9.\",\"remedy\":\"\"}");
    assertThat(screen.run("dead-letters", "show", "9-9", "--port", node.port())).isEqualTo(1);
    assertThat(screen.err()).contains("There is no dead letter 9-9.");
  }
}
