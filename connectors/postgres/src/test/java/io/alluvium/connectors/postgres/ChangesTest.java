package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChangesTest {
  private final Following source = new Following();
  private final TestDatabase database = source.database;

  @BeforeEach
  void mapText() {
    source.with("postgres.mapping.public.notes.text", "body");
    database.execute("CREATE TABLE notes (id int PRIMARY KEY, body text)");
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void tellsOfCreationsUpdatesAndDeletions() {
    database.execute("INSERT INTO notes VALUES (1, 'one')");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute(
          "INSERT INTO notes VALUES (2, 'two')",
          "UPDATE notes SET body = 'two!' WHERE id = 2",
          "DELETE FROM notes WHERE id = 2");
      run.until(() -> Following.story(run, "2").size() == 3);
      assertThat(Following.story(run, "1")).containsExactly("seen one");
      assertThat(Following.story(run, "2"))
          .containsExactly("created two", "updated two!", "deleted");
      assertThat(Following.last(run, "2").orElseThrow().getDeletion()).contains("stated");
      assertOrdered(run, "2");
    }
  }

  private static void assertOrdered(TaskRun run, String key) {
    var orders = Following.events(run, key).map(RawEvent::getVersionOrder).toList();
    for (int i = 1; i < orders.size(); i++) {
      assertThat(orders.get(i).getUpstream()).isGreaterThan(orders.get(i - 1).getUpstream());
      assertThat(orders.get(i).getEpoch()).isEqualTo(orders.get(0).getEpoch()).isPositive();
    }
  }

  @Test
  void tellsOfAChangedKeyAsDeletionAndCreation() {
    database.execute("INSERT INTO notes VALUES (1, 'one')");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute("UPDATE notes SET id = 9 WHERE id = 1");
      run.until(() -> Following.last(run, "9").isPresent());
      assertThat(Following.story(run, "1")).containsExactly("seen one", "deleted");
      assertThat(Following.story(run, "9")).containsExactly("created one");
    }
  }

  @Test
  void givesARowTheSameIdentityFromSnapshotAndLog() {
    database.execute(
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        """
        CREATE TABLE kinds (id bigint PRIMARY KEY, a text, b varchar(10), c char(5), d boolean,
          e smallint, f integer, g real, h double precision, i numeric, j numeric(12, 4), k date,
          l time, m timestamp, n timestamptz, o uuid, p json, q jsonb, r bytea, s mood, t inet,
          u interval, v money, w int4range, x text[], y int[], z xml, aa point, ab timetz,
          ac tsvector, ad bit(3), ae macaddr, af float8[], ag timestamptz[], ah uuid[])
        """,
        "ALTER TABLE kinds REPLICA IDENTITY FULL");
    var values =
        """
        'text', 'var', 'ch', true, 1, -2, 1.5, 1e-7, 0.00000001, 12.5, '2024-02-29', '12:34:56.789',
        '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56+02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
        '{"b": 1,  "a": 2}', '{"b": 1,  "a": 2}', '\\xdeadbeef', 'glad', '10.0.0.1', '1 day 2 hours',
        12.34, '[1,5)', '{a,"b c",NULL}', '{1,2}', '<a>1</a>', '(1,2)', '12:00:00+01', 'a fat cat',
        B'101', '08:00:2b:01:02:03', '{1.5,2}', '{2024-01-01 00:00:00+00}',
        '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'
        """;
    database.execute(
        "INSERT INTO kinds VALUES (1, " + values + ")", "INSERT INTO kinds (id) VALUES (3)");
    try (var run = source.start("public.kinds")) {
      run.until(() -> run.events().size() == 2).untilClaimed();
      database.execute(
          "INSERT INTO kinds VALUES (2, " + values + ")", "INSERT INTO kinds (id) VALUES (4)");
      run.until(() -> run.events().size() == 4);
      assertThat(row(run, "2").replace("\"id\":\"2\"", "\"id\":\"1\"")).isEqualTo(row(run, "1"));
      assertThat(row(run, "3")).isEqualTo("{\"id\":\"3\"}");
      assertThat(row(run, "4")).isEqualTo("{\"id\":\"4\"}");
      assertThat(row(run, "1"))
          .contains("\"c\":\"ch   \"", "\"d\":\"true\"", "\"g\":\"1.5\"", "\"h\":\"0.0000001\"")
          .contains("\"j\":\"12.5000\"", "\"k\":\"2024-02-29Z\"", "\"r\":\"deadbeef\"")
          .contains(
              "\"n\":\"2024-02-29T10:34:56.000000Z\"", "\"x\":\"[\\\"a\\\",\\\"b c\\\",null]\"");
    }
    source.offsets.reset();
    try (var again = source.start("public.kinds")) {
      again.until(() -> again.events().size() >= 4);
      var hashes = again.events().stream().map(Following::hash).distinct();
      assertThat(hashes).hasSize(4);
    }
  }

  private static String row(TaskRun run, String key) {
    return Following.last(run, key).orElseThrow().getAttributes().get("row");
  }

  @Test
  void mapsColumnsToWhatTheyMean() {
    database.execute(
        """
        CREATE TABLE tickets (id int PRIMARY KEY, opened timestamptz, by_id int, by_name text,
          subject text, body text, answer text, project int, secret text, shout text
          GENERATED ALWAYS AS (upper(subject)) STORED)
        """,
        """
        INSERT INTO tickets VALUES (7, '2024-02-29 12:00:00+00', 5, 'Ada', 'Broken', 'It broke',
          'It is mended', 3, 'hush')
        """);
    source.without("postgres.mapping.public.notes.text");
    Map.of(
            "time", "opened",
            "actor", "by_id",
            "actor.name", "by_name",
            "title", "subject",
            "text", "body, answer",
            "thread", "project",
            "thread.table", "public.projects",
            "exclude", "secret")
        .forEach((role, column) -> source.with("postgres.mapping.public.tickets." + role, column));
    assertThat(source.findings("public.tickets")).isEmpty();
    try (var run = source.start("public.tickets")) {
      run.until(() -> run.events().size() == 1).untilClaimed();
      assertTicket(run.events().get(0));
      database.execute("UPDATE tickets SET secret = 'hush hush'");
      run.until(() -> run.events().size() == 2);
      assertTicket(run.events().get(1));
      assertThat(Following.hash(run.events().get(1)))
          .isEqualTo(Following.hash(run.events().get(0)));
    }
  }

  private void assertTicket(RawEvent event) {
    assertThat(event.getScope()).isEqualTo("public.tickets");
    assertThat(event.getEntityKey())
        .isEqualTo("row:server/" + database.name() + "/public/tickets/7");
    assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
    assertThat(event.getActor().orElseThrow().getId()).isEqualTo("5");
    assertThat(event.getActor().orElseThrow().getName()).contains("Ada");
    assertThat(event.getTitle()).contains("Broken");
    assertThat(event.getText()).contains("It broke\n\nIt is mended");
    assertThat(event.getThreadKey())
        .contains("row:server/" + database.name() + "/public/projects/3");
    assertThat(event.getAttributes().get("row"))
        .isEqualTo(
            "{\"answer\":\"It is mended\",\"body\":\"It broke\",\"by_id\":\"5\",\"by_name\":\"Ada\","
                + "\"id\":\"7\",\"opened\":\"2024-02-29T12:00:00.000000Z\",\"project\":\"3\","
                + "\"subject\":\"Broken\"}");
  }

  @Test
  void deletesTheRowsOfATableThatIsTruncated() {
    database.execute("INSERT INTO notes VALUES (1, 'one'), (2, 'two')");
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 2).untilClaimed();
      database.execute("INSERT INTO notes VALUES (3, 'three')", "DELETE FROM notes WHERE id = 1");
      run.until(() -> Following.story(run, "1").contains("deleted")).untilClaimed();
      database.execute("BEGIN; TRUNCATE notes; INSERT INTO notes VALUES (2, 'two anew'); COMMIT");
      run.until(() -> Following.story(run, "2").contains("created two anew"));
      assertThat(Following.story(run, "1")).containsExactly("seen one", "deleted");
      assertThat(Following.story(run, "2"))
          .containsExactly("seen two", "deleted", "created two anew");
      assertThat(Following.story(run, "3")).containsExactly("created three", "deleted");
      assertThat(Following.last(run, "3").orElseThrow().getDeletion()).contains("stated");
      run.untilClaimed();
      assertThat(Following.openGaps(run)).isEmpty();
    }
  }

  @Test
  void saysThatATableWasTruncatedOfWhichItDoesNotKnowAllRows() {
    source.with("postgres.known.rows", "0");
    database.execute("INSERT INTO notes VALUES (1, 'one')");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute("TRUNCATE notes");
      run.until(() -> !Following.openGaps(run).isEmpty());
      assertThat(Following.openGaps(run))
          .singleElement()
          .asString()
          .matches("public.notes truncated at [0-9A-F/]+ HISTORY_LOST");
      run.untilClaimed().untilClaimed().untilClaimed();
      assertThat(run.claims())
          .anySatisfy(claim -> assertThat(claim.getGuarantees()).doesNotContain("deletions"));
      assertThat(run.claims().get(run.claims().size() - 1).getGuarantees()).contains("deletions");
    }
  }

  @Test
  void goesOnWithinATransactionAndWithinOneRecordOfTheLog() {
    try (var run = source.start("public.notes")) {
      run.untilClaimed();
    }
    // COPY puts many rows into one record of the log, all with its LSN.
    database.copy("notes", 150);
    source.with("batch.events", "16");
    var published = new ArrayList<String>();
    for (int kills = 0; published.size() < 150 && kills < 30; kills++) {
      try (var run = source.start("public.notes")) {
        run.until(() -> !run.events().isEmpty());
        run.events().forEach(event -> published.add(event.getEntityKey()));
        run.pollUncommitted();
      }
    }
    assertThat(published).doesNotHaveDuplicates().hasSize(150);
  }

  @Test
  void provesASnapshotThatWasInterruptedAsOfItsBeginning() {
    database.execute("INSERT INTO notes SELECT i, 'row ' || i FROM generate_series(1, 200) i");
    source.with("batch.events", "16").with("batch.events.backlog", "16");
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() > 40);
    }
    var interrupted = Instant.now();
    database.execute("UPDATE notes SET body = 'changed' WHERE id = 1");
    try (var run = source.start("public.notes")) {
      run.untilClaimed();
      assertThat(run.claims().get(0).getAsOf()).isBefore(interrupted);
      run.until(() -> Following.story(run, "1").contains("updated changed"));
    }
  }

  @Test
  void followsAColumnThatIsAdded() {
    try (var run = source.start("public.notes")) {
      run.untilClaimed();
      database.execute(
          "ALTER TABLE notes ADD colour text", "INSERT INTO notes VALUES (1, 'one', 'red')");
      run.until(() -> Following.last(run, "1").isPresent());
    }
    database.execute("INSERT INTO notes VALUES (2, 'two', 'blue')");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "2").isPresent()).during(Duration.ofMillis(300));
      assertThat(row(run, "2")).contains("\"colour\":\"blue\"");
      assertThat(run.events()).hasSize(1);
    }
  }

  @Test
  void copesWithNamesThatSqlHasToQuote() {
    source.without("postgres.mapping.public.notes.text");
    database.execute(
        "CREATE SCHEMA \"My Schema\"",
        """
        CREATE TABLE "My Schema"."Odd [table] $1" ("Key a" text, "select" int, "Body's" text,
          PRIMARY KEY ("select", "Key a"))
        """,
        "INSERT INTO \"My Schema\".\"Odd [table] $1\" VALUES ('it''s \\', 1, 'one')");
    var table = "My Schema.Odd [table] $1";
    assertThat(source.findings(table)).isEmpty();
    try (var run = source.start(table)) {
      run.until(() -> run.events().size() == 1).untilClaimed();
      database.execute("UPDATE \"My Schema\".\"Odd [table] $1\" SET \"Body's\" = 'two'");
      run.until(() -> run.events().size() == 2);
      assertThat(run.events())
          .extracting(RawEvent::getEntityKey)
          .containsOnly(
              "row:server/"
                  + database.name()
                  + "/My%20Schema/Odd%20%5Btable%5D%20%241/1/it%27s%20%5C");
      assertThat(run.events().get(1).getAttributes().get("row")).contains("\"Body's\":\"two\"");
    }
  }

  @Test
  void readsPartitionsAsTheirTable() {
    source.without("postgres.mapping.public.notes.text");
    database.execute(
        "CREATE TABLE parted (id int PRIMARY KEY, body text) PARTITION BY RANGE (id)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
        "INSERT INTO parted VALUES (1, 'one')");
    try (var run = source.start("public.parted")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute("INSERT INTO parted VALUES (2, 'two')");
      run.until(() -> Following.last(run, "2").isPresent());
      assertThat(run.events()).extracting(RawEvent::getScope).containsOnly("public.parted");
    }
  }
}
