package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.PermanentFaultException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ValidationTest {
  private static final String SECRET = "hunter2-secret";

  private final Following source = new Following();
  private final TestDatabase database = source.database;
  private final String role = "role_" + database.name();

  @BeforeEach
  void create() {
    database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text)",
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, SECRET));
  }

  @AfterEach
  void close() {
    source.close();
    TestDatabase.onServer("DROP ROLE " + role);
  }

  @Test
  void findsNothingWrongWhereAllIsWell() {
    assertThat(source.findings("public.notes")).isEmpty();
  }

  @Test
  void saysThatTheServerCannotBeReached() {
    source.with("postgres.port", "1");
    assertThat(source.findings("public.notes"))
        .singleElement()
        .asString()
        .startsWith("postgres.host: localhost:1 cannot be reached: ")
        .endsWith(". Check host, port, firewall and that the server listens there");
  }

  @Test
  void startsAllTheSameWhereTheServerDoesNotAnswerYet() {
    var connector = new PostgresSourceConnector();
    var settings = source.with("postgres.port", "1").settings("public.notes");
    connector.start(settings);
    assertThat(connector.taskConfigs(1)).hasSize(1);
    connector.stop();
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.openGaps(run).toString().contains("UNREADABLE"));
    }
  }

  @Test
  void saysThatTheDatabaseDoesNotExist() {
    source.with("postgres.database", "nowhere");
    assertThat(source.findings("public.notes"))
        .containsExactly("postgres.database: Database nowhere does not exist. Give one that does");
  }

  @Test
  void saysThatTheRoleIsNotLetIn() {
    source.with("postgres.user", "nobody").with("postgres.password", SECRET);
    assertThat(source.findings("public.notes"))
        .singleElement()
        .asString()
        .startsWith("postgres.user: The server does not let nobody in: ")
        .doesNotContain(SECRET);
  }

  @Test
  void saysThatThePasswordIsWrong() {
    database.askForPassword(role);
    source.with("postgres.user", role).with("postgres.password", SECRET + "-wrong");
    assertThat(source.findings("public.notes"))
        .singleElement()
        .asString()
        .startsWith("postgres.password: The server does not accept the password of " + role)
        .doesNotContain(SECRET);
    source.with("postgres.password", SECRET);
    assertThat(source.findings("public.notes"))
        .noneSatisfy(one -> assertThat(one).startsWith("postgres.password"));
  }

  @Test
  void saysWhatTheRoleMayNotDoAndTheStatementsThatMendIt() {
    source.with("postgres.user", role).with("postgres.password", SECRET);
    assertThat(source.findings("public.notes"))
        .contains(
            "postgres.user: %1$s may not read the log. ALTER ROLE \"%1$s\" REPLICATION"
                .formatted(role),
            "postgres.tables: %1$s may not read table public.notes. GRANT SELECT ON \"public\".\"notes\" TO \"%1$s\""
                .formatted(role));
    database.execute("ALTER ROLE " + role + " REPLICATION", "GRANT SELECT ON notes TO " + role);
    assertThat(source.findings("public.notes"))
        .singleElement()
        .asString()
        .startsWith("postgres.publication: ")
        .endsWith(
            "As the owner of the tables: CREATE PUBLICATION \"%s\" FOR TABLE \"public\".\"notes\" WITH (publish_via_partition_root = true)"
                .formatted(database.slot()));
    database.execute("CREATE PUBLICATION %s FOR TABLE notes".formatted(database.slot()));
    assertThat(source.findings("public.notes")).isEmpty();
    followsWithTheLeastRights();
  }

  private void followsWithTheLeastRights() {
    database.execute("INSERT INTO notes VALUES (1, 'one')");
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 1).untilClaimed().untilClaimed();
      database.execute("INSERT INTO notes VALUES (2, 'two')");
      run.until(() -> run.events().size() == 2);
      assertThat(run.sent().toString()).doesNotContain(SECRET);
      assertThat(source.offsets.all().toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void saysWhatIsWrongWithEachTable() {
    database.execute(
        "CREATE TABLE keyless (body text)",
        "CREATE TABLE nothing (id int PRIMARY KEY)",
        "ALTER TABLE nothing REPLICA IDENTITY NOTHING",
        "CREATE TABLE lists (id int PRIMARY KEY, list text[])");
    assertThat(
            source.findings("public.keyless", "public.nothing", "public.lists", "public.missing"))
        .anySatisfy(one -> assertThat(one).contains("Table public.keyless has no primary key"))
        .anySatisfy(one -> assertThat(one).contains("Table public.nothing has replica identity"))
        .anySatisfy(one -> assertThat(one).contains("column list (_text) that does not change"))
        .anySatisfy(one -> assertThat(one).contains("Table public.missing does not exist"))
        .hasSize(4)
        .allSatisfy(one -> assertThat(one).startsWith("postgres.tables: ").contains(". "));
  }

  @Test
  void followsATableByAnotherKeyThanItsPrimaryKey() {
    database.execute(
        "CREATE TABLE codes (code text NOT NULL UNIQUE, body text)",
        "ALTER TABLE codes REPLICA IDENTITY USING INDEX codes_code_key",
        "INSERT INTO codes VALUES ('a/b', 'one')");
    source.with("postgres.mapping.public.codes.key", "code");
    assertThat(source.findings("public.codes")).isEmpty();
    try (var run = source.start("public.codes")) {
      run.until(() -> run.events().size() == 1).untilClaimed();
      database.execute("UPDATE codes SET body = 'two'", "DELETE FROM codes");
      run.until(() -> run.events().size() == 3);
      assertThat(run.events())
          .extracting(event -> event.getEntityKey())
          .containsOnly("row:server/" + database.name() + "/public/codes/a%2Fb");
      assertThat(run.events().get(2).getDeletion()).contains("stated");
    }
  }

  @Test
  void saysWhatIsWrongWithTheMapping() {
    var mapping = "postgres.mapping.public.notes.";
    Map.of("time", "body", "title", "heading", "text", "body", "exclude", "body")
        .forEach((column, name) -> source.with(mapping + column, name));
    assertThat(source.findings("public.notes"))
        .containsExactlyInAnyOrder(
            mapping
                + "time: Column body is text, not a time. Name a column of type date, timestamp,"
                + " timestamptz",
            mapping + "title: Table public.notes has no column heading. Its columns are [id, body]",
            mapping + "text: Column body is excluded. Take it out of " + mapping + "exclude");
    source.with(mapping + "colour", "body");
    assertThat(source.findings("public.notes"))
        .containsExactly(
            mapping
                + "colour: "
                + mapping
                + "colour is no setting. Name a table of postgres.tables and one of "
                + TableMapping.ROLES);
  }

  @Test
  void saysThatTheLogCannotBeDecoded() throws IOException {
    try (var plain = EmbeddedPostgres.start()) {
      source
          .with("postgres.port", Integer.toString(plain.getPort()))
          .with("postgres.database", "postgres");
      assertThat(source.findings("public.notes"))
          .contains(
              "postgres.slot: wal_level is replica, so the log cannot be decoded. Set wal_level ="
                  + " logical in postgresql.conf and restart the server");
    }
  }

  @Test
  void refusesASlotOfAnotherUse() {
    database.execute(
        "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
            .formatted(database.slot()));
    assertThat(source.findings("public.notes"))
        .containsExactly(
            "postgres.slot: Slot %s is of another use (plugin test_decoding, database %s). Give another name"
                .formatted(database.slot(), database.name()));
  }

  @Test
  void failsAtOnceWhereItIsNotLetInAndTellsNoSecret() {
    source.with("postgres.user", "nobody").with("postgres.password", SECRET);
    try (var run = source.start("public.notes")) {
      assertThatThrownBy(() -> run.during(Duration.ofSeconds(30)))
          .isInstanceOf(PermanentFaultException.class)
          .hasMessageStartingWith("CREDENTIALS_REJECTED: ")
          .hasMessageNotContaining(SECRET);
    }
  }
}
