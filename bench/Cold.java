import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.archive.ArchiveScan;
import io.alluvium.sinks.iceberg.ColdConfig;
import io.alluvium.sinks.iceberg.ColdMaintenance;
import io.alluvium.sinks.iceberg.ColdTier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.kafka.common.TopicPartition;

/**
 * The cold tier on real texts: rate of whole events beside plain Iceberg writing the same rows,
 * bytes per event, lookups, a scan of a day. Arguments: texts, directory, events, and after how many
 * to commit, 20,000 without.
 */
final class Cold {
  private static final int LOOKUPS = 200;
  private static final int DAYS = 4;
  private static final int ROUNDS = 2;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Topics TOPICS = new Topics("bench");

  private final List<String> texts;
  private final Path directory;
  private final int count;
  private final int commitEvery;

  private Cold(List<String> texts, Path directory, int count, int commitEvery) {
    this.texts = texts;
    this.directory = directory;
    this.count = count;
    this.commitEvery = commitEvery;
  }

  public static void main(String[] arguments) throws Exception {
    var bench =
        new Cold(
            Files.readAllLines(Path.of(arguments[0])),
            Path.of(arguments[1]),
            Integer.parseInt(arguments[2]),
            arguments.length > 3 ? Integer.parseInt(arguments[3]) : 20_000);
    var events = new ArrayList<Event>();
    for (int number = 0; number < bench.count; number++) {
      events.add(bench.event(number));
    }
    for (int round = 1; round <= ROUNDS; round++) {
      bench.round(round, events);
    }
  }

  private void round(int round, List<Event> events) throws Exception {
    var below = directory.resolve("round" + round);
    try (var tier = new ColdTier(ColdConfig.local(below, "bench"), TOPICS)) {
      double ours = index(tier, events);
      var rows = rows(below);
      double plain = plain(below, rows);
      System.out.printf(
          "round %d: cold %,.0f events/s, plain Iceberg %,.0f rows/s, ratio %.2f%n",
          round, ours, plain, ours / plain);
      if (round == ROUNDS) {
        enrich(tier, events);
        bytes(below);
        ask(tier, events, "as committed");
        long from = System.nanoTime();
        var done =
            tier.maintenance(
                    new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2))
                .run(none -> {});
        System.out.printf("maintenance %.1f s: %s%n", seconds(from), done);
        bytes(below);
        ask(tier, events, "after maintenance");
        from = System.nanoTime();
        int damaged = tier.verification().run(none -> {}).size();
        System.out.printf("verification %.1f s, %d damaged%n", seconds(from), damaged);
      }
    }
  }

  private double index(ColdTier tier, List<Event> events) {
    var shard = tier.open(0);
    var commits = new ArrayList<Double>();
    long from = System.nanoTime();
    for (int number = 0; number < events.size(); number++) {
      shard.apply(new TierRecord.Version(events.get(number), null));
      if ((number + 1) % commitEvery == 0) {
        long began = System.nanoTime();
        shard.commit(offsets(number + 1, 0));
        commits.add(seconds(began) * 1e3);
      }
    }
    shard.commit(offsets(events.size(), 0));
    double rate = events.size() / seconds(from);
    commits.sort(null);
    System.out.printf(
        "%d commits of %,d events: p50 %.0f ms, longest %.0f ms%n",
        commits.size(), commitEvery, commits.get(commits.size() / 2), commits.getLast());
    return rate;
  }

  private void enrich(ColdTier tier, List<Event> events) {
    var random = new Random(7);
    var shard = tier.open(0);
    long from = System.nanoTime();
    for (int number = 0; number < events.size(); number++) {
      shard.apply(new TierRecord.Version(events.get(number), enrichment(random, number)));
      if ((number + 1) % commitEvery == 0) {
        shard.commit(offsets(events.size(), number + 1));
      }
    }
    shard.commit(offsets(events.size(), events.size()));
    System.out.printf("enrichments %,.0f/s%n", events.size() / seconds(from));
  }

  private static TierOffsets offsets(long events, long enriched) {
    var next = new HashMap<TopicPartition, Long>();
    for (var topic : TierTopic.values()) {
      long read =
          switch (topic) {
            case EVENTS -> events;
            case ENRICHED -> enriched;
            default -> 0;
          };
      next.put(new TopicPartition(topic.in(TOPICS), 0), read);
    }
    return new TierOffsets(next);
  }

  /** The same rows, in memory. */
  private List<Record> rows(Path below) throws IOException {
    try (var catalog = catalog(below)) {
      var rows = new ArrayList<Record>();
      try (var read = IcebergGenerics.read(catalog.loadTable(name("events"))).build()) {
        read.forEach(rows::add);
      }
      return rows;
    }
  }

  /** As anybody would write them: one writer, one append per so many rows. */
  private double plain(Path below, List<Record> rows) throws IOException {
    try (var catalog = catalog(below)) {
      var like = catalog.loadTable(name("events"));
      var properties = new HashMap<>(like.properties());
      var table =
          catalog
              .buildTable(name("plain"), like.schema())
              .withPartitionSpec(like.spec())
              .withProperties(properties)
              .create();
      long from = System.nanoTime();
      for (int at = 0; at < rows.size(); at += commitEvery) {
        append(table, rows.subList(at, Math.min(rows.size(), at + commitEvery)));
      }
      double rate = rows.size() / seconds(from);
      catalog.dropTable(name("plain"), true);
      return rate;
    }
  }

  private static void append(Table table, List<Record> rows) throws IOException {
    var factory =
        new GenericFileWriterFactory.Builder(table).dataFileFormat(FileFormat.PARQUET).build();
    var files =
        OutputFileFactory.builderFor(table, 1, System.nanoTime())
            .format(FileFormat.PARQUET)
            .build();
    var key = new PartitionKey(table.spec(), table.schema());
    var wrapper = new InternalRecordWrapper(table.schema().asStruct());
    var writer = new FanoutDataWriter<Record>(factory, files, table.io(), 512L << 20);
    try (writer) {
      for (var row : rows) {
        key.partition(wrapper.wrap(row));
        writer.write(row, table.spec(), key.copy());
      }
    }
    var append = table.newAppend();
    for (DataFile file : writer.result().dataFiles()) {
      append.appendFile(file);
    }
    append.commit();
  }

  private void ask(ColdTier tier, List<Event> events, String when) {
    var archive = tier.archive();
    var random = new Random(3);
    var took = new double[LOOKUPS];
    for (int number = 0; number < LOOKUPS; number++) {
      var event = events.get(random.nextInt(events.size()));
      long from = System.nanoTime();
      var found =
          archive.find(List.of(new VersionId(event.getContentHash(), event.getRevision())));
      took[number] = seconds(from) * 1e3;
      if (found.size() != 1) {
        throw new IllegalStateException("Not found: " + event.getContentHash());
      }
    }
    double first = took[0];
    Arrays.sort(took);
    long from = System.nanoTime();
    var scanned = new int[1];
    archive.scan(
        new ArchiveScan(
            START.plusSeconds(86_400),
            START.plusSeconds(2 * 86_400),
            Set.of("issue"),
            Set.of(),
            Set.of(),
            false),
        event -> scanned[0]++);
    System.out.printf(
        "%s: lookup by id p50 %.0f p99 %.0f ms, the first %.0f ms, a day filtered %.0f ms (%,d)%n",
        when, took[LOOKUPS / 2], took[LOOKUPS * 99 / 100], first, seconds(from) * 1e3, scanned[0]);
  }

  private void bytes(Path below) throws IOException {
    for (var table : List.of("events", "enrichments")) {
      try (var catalog = catalog(below)) {
        var summary = catalog.loadTable(name(table)).currentSnapshot().summary();
        System.out.printf(
            "%s: %,d bytes in %s files, %d per event%n",
            table,
            Long.parseLong(summary.get("total-files-size")),
            summary.get("total-data-files"),
            Long.parseLong(summary.get("total-files-size")) / count);
      }
    }
  }

  private static TableIdentifier name(String table) {
    return TableIdentifier.of(Namespace.of("bench"), table);
  }

  private static JdbcCatalog catalog(Path below) {
    Catalog catalog =
        CatalogUtil.loadCatalog(
            JdbcCatalog.class.getName(),
            "alluvium",
            Map.of(
                "uri", "jdbc:sqlite:" + below.resolve("catalog.db"),
                "warehouse", below.resolve("warehouse").toString(),
                "jdbc.schema-version", "V1",
                "io-impl", "io.alluvium.sinks.iceberg.LocalFileIO"),
            null);
    return (JdbcCatalog) catalog;
  }

  private Event event(int number) throws Exception {
    var text = texts.get(number % texts.size()) + (number < texts.size() ? "" : " " + number);
    var at = START.plusSeconds(86_400L * DAYS * number / count);
    var hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest((number + text).getBytes(StandardCharsets.UTF_8)));
    var kind = List.of("issue", "comment", "commit", "message").get(number % 4);
    var payload =
        "{\"id\":%d,\"node_id\":\"%s\",\"body\":\"%s\",\"user\":{\"login\":\"user%d\"},\"created_at\":\"%s\"}"
            .formatted(number, hash.substring(0, 20), text.replace('"', ' '), number % 500, at);
    return Event.newBuilder()
        .setContentHash(hash)
        .setHashVersion(1)
        .setRevision(0)
        .setCurrent(true)
        .setKind(kind)
        .setType(kind + ".created")
        .setDeleted(false)
        .setEntityKey("github:github.com/" + kind + "/1000/" + number)
        .setVersionOrder(new VersionOrder(0L, at.getEpochSecond(), (long) number))
        .setOccurredAt(at)
        .setObservedAt(at)
        .setIngestedAt(at)
        .setSource("github")
        .setConnectorType("github")
        .setScope("org/repo" + number % 20)
        .setActor(new Actor("user" + number % 500, "User " + number % 500))
        .setTitle(text.substring(0, Math.min(60, text.length())))
        .setText(text)
        .setUrl("https://github.com/org/repo/" + number)
        .setAttributes(Map.of("repository", "org/repo" + number % 20))
        .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private Enrichment enrichment(Random random, int number) {
    var vector = new ArrayList<Float>(384);
    for (int at = 0; at < 384; at++) {
      vector.add((float) random.nextGaussian() / 20);
    }
    var text = texts.get(number % texts.size());
    return Enrichment.newBuilder()
        .setEnrichmentVersion(1)
        .setEnrichedAt(START)
        .setLanguage("eng")
        .setKeyPhrases(List.of("river", "layer"))
        .setGist(text)
        .setPassages(List.of(new Passage(0, text.length(), vector)))
        .build();
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}
