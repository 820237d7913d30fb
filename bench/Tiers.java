import io.alluvium.models.Encoder;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;

/**
 * Hot and warm tier on real texts with real vectors: rate beside plain Lucene, bytes, latency,
 * recall. Arguments: texts, vectors (from {@code TierVectors}), directory, events, then {@code
 * index hot|warm|plain}, {@code search}, or {@code shards NUMBER}: what so many shards of both take.
 *
 * <p>Texts without a vector of their own, and those beyond the file, are mixed of two.
 */
final class Tiers {
  private static final int PARTITIONS = 8;
  private static final int QUESTIONS = 200;
  private static final int HITS = 10;
  private static final int COMMIT_EVERY = 20_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> texts;
  private final float[][] vectors;
  private final Path directory;
  private final int events;

  private Tiers(List<String> texts, float[][] vectors, Path directory, int events) {
    this.texts = texts;
    this.vectors = vectors;
    this.directory = directory;
    this.events = events;
  }

  public static void main(String[] arguments) throws Exception {
    var all = Files.readAllLines(Path.of(arguments[0]));
    // The last ones are for questions.
    var tiers =
        new Tiers(
            all.subList(0, all.size() - QUESTIONS),
            vectors(Path.of(arguments[1])),
            Path.of(arguments[2]),
            Integer.parseInt(arguments[3]));
    System.out.printf(
        "%,d events of %,d texts, %,d of them with a vector of their own%n",
        tiers.events, tiers.texts.size(), tiers.vectors.length);
    switch (arguments[4]) {
      case "index" -> tiers.index(arguments[5]);
      case "shards" -> tiers.shards(Integer.parseInt(arguments[5]));
      case "search" -> tiers.search(all.subList(all.size() - QUESTIONS, all.size()));
      default -> throw new IllegalArgumentException(arguments[4]);
    }
    System.exit(0);
  }

  private static float[][] vectors(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      int count = (int) (channel.size() / (4L * Encoder.DIMENSIONS));
      var vectors = new float[count][Encoder.DIMENSIONS];
      var buffer = ByteBuffer.allocate(4 * Encoder.DIMENSIONS);
      for (int i = 0; i < count; i++) {
        channel.read(buffer.clear());
        buffer.flip().asFloatBuffer().get(vectors[i]);
      }
      return vectors;
    }
  }

  private String text(int number) {
    if (number < texts.size()) {
      return texts.get(number);
    }
    var one = texts.get(number % texts.size());
    var other = texts.get((int) (number * 7_919L % texts.size()));
    return one.substring(0, one.length() / 2) + " " + other.substring(other.length() / 2);
  }

  private float[] vector(int number) {
    if (number < vectors.length) {
      return vectors[number];
    }
    var one = vectors[number % vectors.length];
    var other = vectors[(int) (number * 7_919L % vectors.length)];
    var mixed = new float[one.length];
    float share = 0.35f + number % 31 / 100f;
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = share * one[i] + (1 - share) * other[i];
    }
    return VectorUtil.l2normalize(mixed);
  }

  private void index(String what) throws Exception {
    long from = System.nanoTime();
    long cpu = cpu();
    if (what.equals("plain")) {
      plain();
    } else {
      ours(what);
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf(
        "%s: %,d events in %.1f s = %,.0f/s, CPU %.1f s, all merges done%n",
        what, events, seconds, events / seconds, (cpu() - cpu) / 1e9);
    long bytes = size(directory.resolve(what));
    System.out.printf("%s: %,d bytes = %,.0f per event%n", what, bytes, (double) bytes / events);
  }

  private void ours(String what) throws Exception {
    try (var resources = new LuceneResources(2 * PARTITIONS);
        var tier = open(what, resources)) {
      long from = System.nanoTime();
      for (int number = 0; number < events; number++) {
        tier.open(number % PARTITIONS).apply(record(number));
        if (number % COMMIT_EVERY == COMMIT_EVERY - 1 || number == events - 1) {
          for (int partition = 0; partition < PARTITIONS; partition++) {
            tier.open(partition).refresh();
            tier.open(partition)
                .commit(
                    new TierOffsets(Map.of(new TopicPartition("e", partition), (long) number)));
          }
        }
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "%s: committed and searchable after %.1f s = %,.0f/s%n", what, seconds, events / seconds);
      awaitMerges();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        tier.open(partition)
            .commit(new TierOffsets(Map.of(new TopicPartition("e", partition), (long) events)));
      }
    }
  }

  /** Merges go on after the last commit: wait until their threads have nothing to do. */
  private static void awaitMerges() throws InterruptedException {
    long before = -1;
    for (long now = mergeCpu(); now != before; now = mergeCpu()) {
      before = now;
      Thread.sleep(500);
    }
  }

  private static long mergeCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("tier-merge"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private LuceneTier open(String what, LuceneResources resources) {
    var below = directory.resolve(what);
    return what.equals("hot")
        ? LuceneTier.hot(below, resources)
        : LuceneTier.warm(below, true, resources);
  }

  /** What one would write first: one index per partition, Lucene's defaults, one document each. */
  private void plain() throws Exception {
    var writers = new ArrayList<IndexWriter>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var files = FSDirectory.open(directory.resolve("plain").resolve("" + partition));
      writers.add(
          new IndexWriter(
              files, new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(8)));
    }
    long from = System.nanoTime();
    for (int number = 0; number < events; number++) {
      writers.get(number % PARTITIONS).addDocument(document(number));
      if (number % COMMIT_EVERY == COMMIT_EVERY - 1 || number == events - 1) {
        for (var writer : writers) {
          writer.commit();
        }
      }
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf("plain: committed after %.1f s = %,.0f/s%n", seconds, events / seconds);
    for (var writer : writers) {
      writer.close();
    }
  }

  private Document document(int number) {
    var event = record(number).event();
    var document = new Document();
    document.add(new StringField("id", event.getContentHash(), Field.Store.YES));
    document.add(new StringField("entityKey", event.getEntityKey(), Field.Store.YES));
    document.add(new LongField("occurredAt", event.getOccurredAt().toEpochMilli(), Field.Store.YES));
    document.add(new LongField("ingestedAt", event.getIngestedAt().toEpochMilli(), Field.Store.YES));
    document.add(new KeywordField("source", event.getSource(), Field.Store.YES));
    document.add(new KeywordField("kind", event.getKind(), Field.Store.YES));
    document.add(new KeywordField("type", event.getType(), Field.Store.YES));
    document.add(new KeywordField("scope", event.getScope(), Field.Store.YES));
    document.add(new KeywordField("actor", event.getActor().orElseThrow().getId(), Field.Store.YES));
    document.add(new TextField("title", event.getTitle().orElseThrow(), Field.Store.YES));
    document.add(new Field("text", event.getText().orElseThrow(), withOffsets()));
    document.add(
        new KnnFloatVectorField("vector", vector(number), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  private static FieldType withOffsets() {
    var type = new FieldType(TextField.TYPE_STORED);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    return type;
  }

  private TierRecord.Version record(int number) {
    var text = text(number);
    var title = text.substring(0, Math.min(text.length(), 40));
    var at = START.plusSeconds(number);
    var key = "file:3f9a1c22d4e5b607/notes/" + number % 997 + "/" + number + ".md";
    var event =
        Event.newBuilder()
            .setHashVersion(1)
            .setRevision(0)
            .setCurrent(true)
            .setKind("file")
            .setType("file.created")
            .setDeleted(false)
            .setEntityKey(key)
            .setVersionOrder(new VersionOrder(0L, 0L, (long) number))
            .setOccurredAt(at)
            .setObservedAt(at)
            .setIngestedAt(at)
            .setSource("source-" + number % 32)
            .setConnectorType("files")
            .setScope("/home/someone/notes/" + number % 997)
            .setActor(new Actor("someone" + number % 50 + "@example.com", "Someone"))
            .setTitle(title)
            .setText(text)
            .setContentHash(hash(key + text))
            .build();
    var enrichment =
        Enrichment.newBuilder()
            .setEnrichmentVersion(1)
            .setEnrichedAt(at)
            .setLanguage("eng")
            .setModels(Map.of("passages", Encoder.MODEL))
            .setPassages(List.of(new Passage(0, text.length(), Vectors.list(vector(number)))))
            .build();
    return new TierRecord.Version(event, enrichment);
  }

  private static String hash(String content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes()));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What is asked: the beginning of a text that is not there. */
  private record Question(String words, float[] vector, Set<String> nearest) {}

  private void search(List<String> held) throws Exception {
    var questions = questions(held);
    var byTier = new ArrayList<List<Set<String>>>();
    try (var resources = new LuceneResources(2 * PARTITIONS)) {
      for (var what : List.of("hot", "warm")) {
        try (var tier = open(what, resources)) {
          for (int partition = 0; partition < PARTITIONS; partition++) {
            tier.open(partition).refresh();
          }
          byTier.add(search(what, tier, questions));
          digest(what, tier);
        }
      }
    }
    System.out.printf(
        "nearest %d of warm that are nearest of hot too: %.4f%n",
        HITS, overlap(byTier.get(0), byTier.get(1)));
    long hot = size(directory.resolve("hot"));
    long warm = size(directory.resolve("warm"));
    System.out.printf(
        "bytes per event: hot %,.0f, warm %,.0f, ratio %.3f%n",
        (double) hot / events, (double) warm / events, (double) warm / hot);
  }

  private void shards(int count) throws Exception {
    for (var step : List.of("made", "opened again")) {
      long from = System.nanoTime();
      try (var resources = new LuceneResources(2 * count);
          var hot = LuceneTier.hot(directory.resolve("shards-hot"), resources);
          var warm = LuceneTier.warm(directory.resolve("shards-warm"), true, resources)) {
        var all = IntStream.range(0, count).boxed().collect(Collectors.toSet());
        for (var tier : List.of(hot, warm)) {
          tier.open(all);
          for (int number = 0; number < events; number++) {
            tier.open(number % count).apply(record(number));
          }
          for (int partition : all) {
            tier.open(partition).refresh();
            tier.open(partition)
                .commit(
                    new TierOffsets(Map.of(new TopicPartition("e", partition), (long) events)));
          }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
            "2 x %d shards, %,d events in each tier: %s in %.1f s, live heap %d MB, %s%n",
            count, events, step, seconds, heap >> 20, rss());
      }
    }
  }

  private static String rss() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("Rss") || line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.joining(", "));
  }

  private List<Question> questions(List<String> held) {
    var encoder = Encoder.shared();
    var asked =
        held.stream()
            .map(text ->
                Arrays.stream(text.split(" ")).limit(8).collect(Collectors.joining(" ")))
            .toList();
    return asked.parallelStream()
        .map(words -> {
          var vector = encoder.query(words);
          return new Question(words, vector, exact(vector));
        })
        .toList();
  }

  private Set<String> exact(float[] question) {
    var best = new float[HITS];
    var numbers = new int[HITS];
    Arrays.fill(best, -2);
    for (int number = 0; number < events; number++) {
      float score = VectorUtil.dotProduct(question, vector(number));
      int at = HITS - 1;
      if (score > best[at]) {
        for (; at > 0 && best[at - 1] < score; at--) {
          best[at] = best[at - 1];
          numbers[at] = numbers[at - 1];
        }
        best[at] = score;
        numbers[at] = number;
      }
    }
    return IntStream.of(numbers)
        .mapToObj(number -> record(number).event().getEntityKey())
        .collect(Collectors.toSet());
  }

  private List<Set<String>> search(String what, LuceneTier tier, List<Question> questions) {
    var found = new ArrayList<Set<String>>();
    for (var question : questions) {
      found.add(keys(tier, question, ""));
    }
    double recall = overlap(questions.stream().map(Question::nearest).toList(), found);
    System.out.printf("%s: recall@%d against exact %.4f%n", what, HITS, recall);
    time(what + ", by meaning", questions, question -> keys(tier, question, ""));
    time(what + ", by words", questions, question -> {
      var unused =
          tier.search(new TierQuery(question.words(), TierQuery.Filter.ALL, Access.ALL, HITS));
    });
    time(what + ", hybrid", questions, question -> keys(tier, question, question.words()));
    return found;
  }

  private static void digest(String what, LuceneTier tier) {
    long from = System.nanoTime();
    long versions = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var slices = tier.open(partition).slices();
      for (var day : slices.days().keySet()) {
        versions += slices.digest(day).count();
      }
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf(
        "%s: digests of %,d versions in %.2f s = %,.0f/s%n",
        what, versions, seconds, versions / seconds);
  }

  private interface Asking {
    void ask(Question question);
  }

  private static void time(String what, List<Question> questions, Asking asking) {
    var nanos = new ArrayList<Long>();
    for (int round = 0; round < 6; round++) {
      for (var question : questions) {
        long from = System.nanoTime();
        asking.ask(question);
        if (round > 0) {
          nanos.add(System.nanoTime() - from);
        }
      }
    }
    nanos.sort(null);
    System.out.printf(
        "%s: p50 %.2f ms, p99 %.2f ms, longest %.2f ms of %,d%n",
        what,
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() * 99 / 100) / 1e6,
        nanos.getLast() / 1e6,
        nanos.size());
  }

  private static Set<String> keys(LuceneTier tier, Question question, String words) {
    var query =
        new TierQuery(
            words,
            Optional.of(new QueryVector(Encoder.MODEL, question.vector())),
            TierQuery.Filter.ALL,
            Access.ALL,
            HITS);
    var answer = tier.search(query);
    if (!answer.failures().isEmpty()) {
      throw new IllegalStateException(answer.failures().toString());
    }
    return answer.hits().stream().map(TierHit::entityKey).collect(Collectors.toSet());
  }

  private static double overlap(List<Set<String>> expected, List<Set<String>> found) {
    int both = 0;
    for (int i = 0; i < expected.size(); i++) {
      var common = new HashSet<>(expected.get(i));
      common.retainAll(found.get(i));
      both += common.size();
    }
    return (double) both / (expected.size() * HITS);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
