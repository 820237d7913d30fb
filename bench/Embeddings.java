import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import io.alluvium.models.Encoder;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final int TEXTS = 1_000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private interface Work {
    Object on(int text) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var encoder = new Encoder(THREADS, 0);
    var pairs = arguments.length == 0 || arguments[0].equals("-") ? null : Path.of(arguments[0]);
    for (int tokens : TOKENS) {
      var texts = texts(encoder, tokens);
      report("ours", tokens, call -> encoder.passage(texts.get(call)));
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
      var ids =
          texts(encoder, tokens).stream().map(text -> ids(encoder, "passage: " + text)).toList();
      report(name + ", the model alone", tokens, call -> model.run(ids.get(call)));
    }
  }

  /** Texts that are so many tokens with what the encoder puts around them. */
  private static List<String> texts(Encoder encoder, int tokens) {
    var words = "the reader keeps its position in the index and a restart goes on where it stopped";
    var random = new Random(1);
    var texts = new ArrayList<String>();
    for (int i = 0; i < TEXTS; i++) {
      var all = new ArrayList<String>();
      for (int j = 0; j < 20; j++) {
        all.addAll(List.of(words.split(" ")));
      }
      Collections.shuffle(all, random);
      var text = String.join(" ", all);
      // The model's two marks, and two tokens that tell a text from a question.
      texts.add(text.substring(0, encoder.tokenizer().tokens(text).end(tokens - 5)));
    }
    return texts;
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

  /** Says how often a second it was called on all threads together, after warming up. */
  private static void report(String name, int tokens, Work work) throws Exception {
    calls(work, SECONDS / 2);
    var cpu = SYSTEM.getProcessCpuTime();
    long calls = calls(work, SECONDS);
    System.out.printf(
        "%s: %d tokens, %.0f texts/s, %.2f ms of CPU each%n",
        name, tokens, calls / SECONDS, (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / calls);
  }

  private static long calls(Work work, double seconds) throws Exception {
    var end = System.nanoTime() + (long) (seconds * 1e9);
    var next = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(() -> {
              while (System.nanoTime() < end) {
                work.on(next.getAndIncrement() % TEXTS);
              }
              return null;
            }));
      }
      for (var one : all) {
        one.get();
      }
    }
    return next.get();
  }

  /** Asks each question, and looks at which place its own text comes among all. */
  private static void find(
      String name, Path pairs, Function<String, float[]> question, Function<String, float[]> text)
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
