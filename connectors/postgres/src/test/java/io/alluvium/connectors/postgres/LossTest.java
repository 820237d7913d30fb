package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when the server does not keep, or does not let us have, what we have not read. */
final class LossTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Following source = new Following();
  private final TestDatabase database = source.database;

  @BeforeEach
  void fill() {
    source.with("postgres.mapping.public.notes.text", "body");
    database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, body text)",
        "INSERT INTO notes VALUES (1, 'one'), (2, 'two')");
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void saysThatTheSlotIsGoneAndReadsEverythingAgain() {
    readTenToTheEnd();
    database.dropSlot();
    database.execute("DELETE FROM notes WHERE id = 2", "INSERT INTO notes VALUES (3, 'three')");
    assertReadAgain();
  }

  @Test
  void saysThatTheSlotWasMadeAnew() {
    readTenToTheEnd();
    database.dropSlot();
    database.execute(
        "DELETE FROM notes WHERE id = 2",
        "INSERT INTO notes VALUES (3, 'three')",
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(database.slot()));
    assertReadAgain();
  }

  @Test
  void saysThatTheServerDroppedLogThatWasNotRead() {
    readTenToTheEnd();
    database.execute("DELETE FROM notes WHERE id = 2", "INSERT INTO notes VALUES (3, 'three')");
    TestDatabase.onServer("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
    try {
      TestDatabase.onServer("SELECT pg_reload_conf()");
      for (int i = 0; !walStatus().equals(List.of("lost")) && i < 50; i++) {
        database.execute(
            "SELECT pg_logical_emit_message(false, 'x', 'x')",
            "SELECT pg_switch_wal()",
            "CHECKPOINT");
      }
      assertThat(walStatus()).containsExactly("lost");
    } finally {
      TestDatabase.onServer("ALTER SYSTEM RESET max_slot_wal_keep_size");
      TestDatabase.onServer("SELECT pg_reload_conf()");
    }
    assertReadAgain();
  }

  private List<String> walStatus() {
    return database.query(
        "SELECT wal_status FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(database.slot()));
  }

  private void readToTheEnd() {
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 2).untilClaimed().untilClaimed().untilClaimed();
    }
  }

  /** So many rows that one more or less is no wonder. */
  private void readTenToTheEnd() {
    database.execute("INSERT INTO notes SELECT i, 'old ' || i FROM generate_series(101, 108) i");
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 10).untilClaimed().untilClaimed().untilClaimed();
    }
  }

  private void assertReadAgain() {
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "3").isPresent(), LONG);
      assertThat(run.gaps().get(0).getReason()).isEqualTo("SLOT_LOST");
      run.until(() -> Following.openGaps(run).isEmpty());
      int claims = run.claims().size();
      run.until(() -> run.claims().size() > claims + 1);
      assertThat(run.events()).hasSize(10 + 1);
      assertThat(Following.last(run, "2").orElseThrow().getDeletion()).contains("inferred");
      assertThat(run.claims())
          .allSatisfy(claim -> assertThat(claim.getGuarantees()).contains("deletions"));
      database.execute("DELETE FROM notes WHERE id = 3");
      run.until(() -> Following.story(run, "3").equals(List.of("seen three", "deleted")));
    }
    try (var run = source.start("public.notes")) {
      run.untilClaimed().during(Duration.ofMillis(300));
      assertThat(run.events()).as("read once more").isEmpty();
      assertThat(run.gaps()).isEmpty();
    }
  }

  @Test
  void findsOutThatTheSlotVanishesWhileItIsRead() {
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 2).untilClaimed().untilClaimed();
      database.dropSlot();
      database.execute("INSERT INTO notes VALUES (3, 'three')");
      run.until(() -> Following.last(run, "3").isPresent(), LONG);
      run.until(() -> Following.openGaps(run).isEmpty());
    }
  }

  @Test
  void takesMoreThanAFifthForDeletedOnlyWhenItIsReadOnceMore() {
    readTenToTheEnd();
    database.dropSlot();
    database.execute("DELETE FROM notes WHERE id > 100");
    var gaps = List.of("public.notes absent HISTORY_LOST", "public.notes log HISTORY_LOST");
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.openGaps(run).equals(gaps), LONG).untilClaimed().untilClaimed();
      assertThat(run.events()).noneMatch(event -> event.getDeletion().isPresent());
      assertThat(run.gaps()).anyMatch(gap -> gap.getMessage().contains("8 of 10 known rows"));
    }
    source.offsets.reset();
    try (var run = source.start("public.notes")) {
      run.until(() -> Following.last(run, "108").isPresent(), LONG);
      assertThat(run.events()).filteredOn(event -> event.getDeletion().isPresent()).hasSize(8);
    }
  }

  @Test
  void saysWhatIsMissingOfATableWithMoreRowsThanItKeepsTrackOf() {
    source.with("postgres.known.rows", "9");
    readTenToTheEnd();
    database.dropSlot();
    database.execute("DELETE FROM notes WHERE id = 2");
    try (var run = source.start("public.notes")) {
      run.until(
          () -> Following.openGaps(run).equals(List.of("public.notes log HISTORY_LOST")), LONG);
      run.untilClaimed().untilClaimed();
      assertThat(run.events()).noneMatch(event -> event.getDeletion().isPresent());
      assertThat(run.claims().get(0).getGuarantees()).containsExactly("creations", "edits");
    }
  }

  @Test
  void losesNothingWhenItsConnectionsBreak() {
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 2).untilClaimed().untilClaimed();
      database.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """,
          "INSERT INTO notes VALUES (3, 'three')",
          "DELETE FROM notes WHERE id = 1");
      run.until(() -> Following.story(run, "1").contains("deleted"), LONG);
      assertThat(Following.story(run, "3")).containsExactly("created three");
      assertThat(Following.openGaps(run)).isEmpty();
    }
  }

  @Test
  void missesNoTransactionThatWasUnderWayWhenItBegan() throws SQLException {
    try (var other = database.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO notes VALUES (3, 'three')");
      try (var run = source.start("public.notes")) {
        run.during(Duration.ofMillis(1_500));
        statement.execute("INSERT INTO notes VALUES (4, 'four')");
        other.commit();
        run.until(() -> run.events().size() >= 4).untilClaimed().untilClaimed();
        assertThat(run.events()).extracting(Following::hash).doesNotHaveDuplicates().hasSize(4);
      }
    }
  }

  @Test
  void readsATableThatIsAddedAndOnlyThat() throws SQLException {
    readToTheEnd();
    database.execute(
        "CREATE TABLE more (id int PRIMARY KEY, body text)",
        "INSERT INTO more VALUES (21, 'twenty-one')");
    try (var other = database.connect();
        var statement = other.createStatement()) {
      // Under way while the table is added to the publication: neither there before nor after.
      other.setAutoCommit(false);
      statement.execute("INSERT INTO more VALUES (22, 'twenty-two')");
      try (var run = source.start("public.notes", "public.more")) {
        run.during(Duration.ofMillis(1_500));
        other.commit();
        run.until(() -> run.events().size() == 2);
        run.until(() -> !run.claims().isEmpty() && Following.openGaps(run).isEmpty());
        database.execute("DELETE FROM more WHERE id = 21", "DELETE FROM notes WHERE id = 1");
        run.until(() -> run.events().size() == 4);
        assertThat(Following.story(run, "22")).containsExactly("seen");
        assertThat(run.gaps()).extracting(gap -> gap.getScope()).containsOnly("public.more");
        assertClaimed(run, "public.more");
        assertClaimed(run, "public.notes");
      }
    }
  }

  private static void assertClaimed(TaskRun run, String table) {
    run.until(() -> run.claims().stream().filter(c -> c.getScope().equals(table)).count() > 1);
    assertThat(run.claims().stream().filter(claim -> claim.getScope().equals(table)))
        .allSatisfy(claim -> {
          assertThat(claim.getFrom()).isEmpty();
          assertThat(claim.getGuarantees()).containsExactly("creations", "deletions", "edits");
        });
  }

  @Test
  void readsATableAgainThatWasTakenOutOfThePublication() {
    readToTheEnd();
    database.execute(
        "CREATE TABLE other (id int PRIMARY KEY)",
        "ALTER PUBLICATION %s SET TABLE other".formatted(database.slot()),
        "INSERT INTO notes VALUES (3, 'three')");
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 3);
      run.until(() -> Following.openGaps(run).isEmpty());
    }
  }

  @Test
  void letsTheServerDropLogOfAnIdleDatabase() {
    try (var run = source.start("public.notes")) {
      run.until(() -> run.events().size() == 2).untilClaimed().untilClaimed();
      var before = confirmed();
      // Other databases of the cluster write; in ours nothing happens.
      TestDatabase.onServer("SELECT pg_logical_emit_message(true, 'x', repeat('x', 100000))");
      run.until(() -> confirmed() - before > 100_000);
      assertThat(run.events()).hasSize(2);
    }
    var log = Lsn.parse(database.query("SELECT pg_current_wal_lsn()").get(0));
    assertThat(log - confirmed()).isLessThan(1_000_000);
    try (var run = source.start("public.notes")) {
      run.untilClaimed();
      assertThat(run.gaps()).isEmpty();
      assertThat(run.events()).isEmpty();
    }
  }

  private long confirmed() {
    return Lsn.parse(
        database
            .query(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '%s'"
                    .formatted(database.slot()))
            .get(0));
  }

  @Test
  void showsTheStateOfTheSlot() throws SQLException {
    var figures = new SlotFigures();
    assertThat(value(figures, "slot-wal-status")).isEqualTo(-1);
    readToTheEnd();
    var config = new PostgresSourceConfig(source.settings("public.notes"));
    try (var connection = Database.connect(config)) {
      figures.seen(Slot.find(connection, database.slot()));
    }
    assertThat(value(figures, "slot-wal-status")).isZero();
    assertThat(value(figures, "slot-active")).isBetween(0L, 1L);
    assertThat(value(figures, "slot-lag-bytes")).isBetween(0L, 10_000_000L);
    assertThat(value(figures, "slot-retained-bytes")).isGreaterThanOrEqualTo(0);
    assertThat(Stream.of("slot-safe-bytes", "versions-superseded"))
        .allSatisfy(name -> assertThat(figures.gauges()).containsKey(name));
  }

  private static long value(SlotFigures figures, String name) {
    return figures.gauges().get(name).getAsLong();
  }
}
