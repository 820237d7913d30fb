package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that Postgres stores apart, and leaves out of the log where they do not change. */
final class LargeValuesTest {
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

  private static String row(TaskRun run) {
    return Following.last(run, "1").orElseThrow().getAttributes().get("row");
  }

  @Test
  void looksUpALargeValueThatAnUpdateLeftAlone() {
    database.execute(
        "ALTER TABLE notes ADD large text, ADD bytes bytea",
        """
        INSERT INTO notes SELECT 1, 'one', string_agg(md5(i::text), ''),
          decode(string_agg(md5((-i)::text), ''), 'hex') FROM generate_series(1, 400) i
        """);
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute("UPDATE notes SET body = 'two'");
      run.until(() -> Following.story(run, "1").size() == 2);
      database.execute("UPDATE notes SET body = 'one'");
      run.until(() -> Following.story(run, "1").size() == 3);
      assertThat(row(run)).hasSizeGreaterThan(12_800 + 6_400).doesNotContain("unchanged");
      var hashes = Following.events(run, "1").map(Following::hash).toList();
      assertThat(hashes.get(2)).isEqualTo(hashes.get(0)).isNotEqualTo(hashes.get(1));
    }
  }

  @Test
  void passesOverAVersionWhoseLargeValueIsNotThereAnyMore() {
    database.execute(
        "INSERT INTO notes SELECT 1, string_agg(md5(i::text), '') FROM generate_series(1, 400) i",
        "ALTER TABLE notes ADD state int");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      // In one transaction: when the first update is read, the table shows the second.
      database.execute(
          """
          BEGIN; UPDATE notes SET state = 1; UPDATE notes SET state = 2, body = 'short'; COMMIT
          """);
      run.until(() -> Following.last(run, "1").orElseThrow().getText().get().equals("short"));
      assertThat(Following.story(run, "1")).hasSize(2);
    }
  }

  @Test
  void needsNoLookUpWhereTheLogHasWholeRows() {
    database.execute(
        "ALTER TABLE notes REPLICA IDENTITY FULL, ADD state int, ADD list text[]",
        """
        INSERT INTO notes SELECT 1, string_agg(md5(i::text), ''), 0, array_agg(md5(i::text))
        FROM generate_series(1, 400) i
        """);
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "1").isPresent()).untilClaimed();
      database.execute(
          "BEGIN; UPDATE notes SET state = 1; UPDATE notes SET state = 2, body = 'short'; COMMIT");
      run.until(() -> Following.story(run, "1").size() == 3);
      var texts = Following.events(run, "1").map(event -> event.getText().get()).toList();
      assertThat(texts.get(1)).isEqualTo(texts.get(0)).hasSize(12_800);
      assertThat(row(run)).contains("c4ca4238a0b923820dcc509a6f75849b");
    }
  }

  @Test
  void saysWhichRowIsTooLargeAndGoesOn() {
    database.execute("INSERT INTO notes VALUES (1, repeat('x', 3000000)), (2, 'two')");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "2").isPresent()).untilClaimed();
      var subject = "row:server/" + database.name() + "/public/notes/1";
      assertThat(Following.openGaps(run))
          .containsExactly("public.notes " + subject + " UNREADABLE");
      database.execute("UPDATE notes SET body = 'small' WHERE id = 1");
      run.until(() -> Following.openGaps(run).isEmpty());
      assertThat(Following.story(run, "1")).containsExactly("updated small");
    }
  }
}
