import io.alluvium.models.Encoder;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/** Latency of searches, recall against exact, how far two tiers agree. */
final class TierQuestions {
  private static final int HITS = 10;

  private final TierRows rows;
  private final Path directory;
  private final int events;

  TierQuestions(TierRows rows, Path directory, int events) {
    this.rows = rows;
    this.directory = directory;
    this.events = events;
  }

  /** What is asked: the beginning of a text that is not there. */
  private record Question(String words, float[] vector, Set<String> nearest) {}

  void search(List<String> held) throws Exception {
    var questions = questions(held);
    var byTier = new ArrayList<List<Set<String>>>();
    try (var resources = new LuceneResources(2 * TierRows.PARTITIONS)) {
      for (var what : List.of("hot", "warm")) {
        try (var tier = Tiers.open(directory, what, resources)) {
          for (int partition = 0; partition < TierRows.PARTITIONS; partition++) {
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
    long hot = Tiers.size(directory.resolve("hot"));
    long warm = Tiers.size(directory.resolve("warm"));
    System.out.printf(
        "bytes per event: hot %,.0f, warm %,.0f, ratio %.3f%n",
        (double) hot / events, (double) warm / events, (double) warm / hot);
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
      float score = VectorUtil.dotProduct(question, rows.vector(number));
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
        .mapToObj(number -> rows.record(number).event().getEntityKey())
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
    for (int partition = 0; partition < TierRows.PARTITIONS; partition++) {
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
}
