import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.alluvium.models.Encoder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.zip.ZipFile;

/**
 * Vectors: texts per second of ours beside the bare model on two threads, and how well models find.
 * Arguments: a file of "question TAB text" lines or "-", then jars of models to compare ours with.
 */
final class Embeddings {
  private static final int THREADS = 2;
  private static final double SECONDS = 5;
  private static final int[] TOKENS = {20, 64, 128, 200};

  public static void main(String[] arguments) throws Exception {
    var encoder = new Encoder(THREADS, 0);
    var pairs = arguments.length == 0 || arguments[0].equals("-") ? null : Path.of(arguments[0]);
    for (int tokens : TOKENS) {
      var text = text(encoder, tokens);
      System.out.printf("ours: %d tokens, %.0f texts/s%n", tokens, rate(() -> encoder.passage(text)));
    }
    for (int i = 1; i < arguments.length; i++) {
      var name = Path.of(arguments[i]).getFileName().toString();
      try (var model = new Bare(Path.of(arguments[i]))) {
        limits(name, model, encoder);
        if (pairs != null) {
          // Only e5 was taught to tell questions from texts.
          boolean told = name.contains("e5");
          find(
              name,
              pairs,
              text -> model.vector(ids(encoder, (told ? "query: " : "") + text)),
              text -> model.vector(ids(encoder, (told ? "passage: " : "") + text)));
        }
      }
    }
    if (pairs != null) {
      find("ours", pairs, encoder::query, encoder::passage);
    }
  }

  private static void limits(String name, Bare model, Encoder encoder) throws Exception {
    for (int tokens : TOKENS) {
      var ids = Arrays.copyOf(ids(encoder, text(encoder, tokens)), tokens);
      System.out.printf(
          "%s, the model alone: %d tokens, %.0f texts/s%n",
          name, tokens, rate(() -> model.run(ids)));
    }
  }

  /** A text that is so many tokens with what the encoder puts around it. */
  private static String text(Encoder encoder, int tokens) {
    var words = "the reader keeps its position in the index and a restart goes on where it stopped ";
    var text = words.repeat(20);
    return text.substring(0, encoder.tokenizer().tokens(text).end(tokens - 5));
  }

  private static long[] ids(Encoder encoder, String text) {
    var tokens = encoder.tokenizer().tokens(text, Encoder.MOST_TOKENS);
    var ids = new long[tokens.count() + 2];
    ids[0] = 101;
    for (int i = 0; i < tokens.count(); i++) {
      ids[i + 1] = tokens.id(i);
    }
    ids[ids.length - 1] = 102;
    return ids;
  }

  /** Calls per second on all threads together, after as much warming up. */
  private static double rate(Callable<?> call) throws Exception {
    calls(call, SECONDS / 2);
    return calls(call, SECONDS) / SECONDS;
  }

  private static long calls(Callable<?> call, double seconds) throws Exception {
    var end = System.nanoTime() + (long) (seconds * 1e9);
    long calls = 0;
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var counts = new ArrayList<Future<Long>>();
      for (int i = 0; i < THREADS; i++) {
        counts.add(
            threads.submit(
                () -> {
                  long mine = 0;
                  for (; System.nanoTime() < end; mine++) {
                    call.call();
                  }
                  return mine;
                }));
      }
      for (var count : counts) {
        calls += count.get();
      }
    }
    return calls;
  }

  /** Asks each question, and looks at which place its own text comes among all. */
  private static void find(
      String name,
      Path pairs,
      Function<String, float[]> question,
      Function<String, float[]> text)
      throws Exception {
    var lines = Files.readAllLines(pairs).stream().map(line -> line.split("\t", 2)).toList();
    var texts = lines.parallelStream().map(line -> text.apply(line[1])).toList();
    int asked = Math.min(500, lines.size());
    double reciprocal = 0;
    int tenth = 0;
    for (int i = 0; i < asked; i++) {
      int place = place(question.apply(lines.get(i)[0]), texts, i);
      reciprocal += place <= 10 ? 1.0 / place : 0;
      tenth += place <= 10 ? 1 : 0;
    }
    System.out.printf(
        "%s: %d questions to %d texts, MRR@10 %.3f, found among ten %.3f%n",
        name, asked, texts.size(), reciprocal / asked, (double) tenth / asked);
  }

  private static int place(float[] question, List<float[]> texts, int own) {
    double wanted = dot(question, texts.get(own));
    return 1 + (int) texts.stream().filter(text -> dot(question, text) > wanted).count();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** A model of a jar with nothing around it: one thread a call, one text a call. */
  private static final class Bare implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    Bare(Path jar) throws Exception {
      try (var zip = new ZipFile(jar.toFile());
          var options = new OrtSession.SessionOptions()) {
        var model = zip.stream().filter(entry -> entry.getName().endsWith(".onnx")).findFirst();
        options.setIntraOpNumThreads(1);
        session =
            environment.createSession(
                zip.getInputStream(model.orElseThrow()).readAllBytes(), options);
      }
    }

    float[][][] run(long[] ids) throws Exception {
      var ones = new long[ids.length];
      Arrays.fill(ones, 1);
      try (var tokens = tensor(ids);
          var mask = tensor(ones);
          var types = tensor(new long[ids.length]);
          var result =
              session.run(
                  Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
        return (float[][][]) result.get(0).getValue();
      }
    }

    float[] vector(long[] ids) {
      try {
        var sum = new float[Encoder.DIMENSIONS];
        for (var row : run(ids)[0]) {
          for (int i = 0; i < sum.length; i++) {
            sum[i] += row[i];
          }
        }
        var length = (float) Math.sqrt(dot(sum, sum));
        for (int i = 0; i < sum.length; i++) {
          sum[i] /= length;
        }
        return sum;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private OnnxTensor tensor(long[] values) throws Exception {
      return OnnxTensor.createTensor(
          environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    @Override
    public void close() throws Exception {
      session.close();
    }
  }
}
