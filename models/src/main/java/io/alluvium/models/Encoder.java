package io.alluvium.models;

import ai.onnxruntime.OrtException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Makes vectors of texts, such that texts of like meaning have a large dot product. English; of
 * another language a vector says little.
 *
 * <p>The model is e5-small-v2 in 8 bits, from a jar. It was trained on questions and answers, and
 * is told which of the two a text is: {@link #query} for what is asked, {@link #passage} for what
 * is searched. A vector depends on its text alone: the same at any time, whatever else is computed.
 * Thread-safe.
 */
public final class Encoder {
  /** Numbers of a vector. */
  public static final int DIMENSIONS = 384;

  /** Which model makes the vectors, and from which package it comes. */
  public static final String MODEL = "e5-small-v2-q (langchain4j-embeddings 1.11.0-beta19)";

  /** What the model reads of a text; what follows does not count. */
  public static final int MOST_TOKENS = 500;

  /** Heap that remembered texts and their vectors may take: some 4,000 of 20 tokens. */
  private static final long CACHE_BYTES = 8L << 20;

  /** Loading it again takes 0.3 s, and keeping it some 60 MB, most of them not heap. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final int BEGIN = 101;
  private static final int END = 102;

  private static final class Shared {
    static final Encoder ENCODER =
        new Encoder(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), CACHE_BYTES);
  }

  private final Tokenizer tokenizer;
  private final Resting<OnnxModel> model = new Resting<>(Encoder::load, OnnxModel::close, REST);
  private final Semaphore threads;
  private final Cache<String, float[]> cache;

  /**
   * An encoder with a model of its own; {@link #shared} is the one to use. The model is loaded with
   * the first text, and let go while there are none.
   *
   * @param threads how many texts at a time; others wait
   * @param cacheBytes heap that remembered texts and vectors may take; 0 = nothing is remembered
   */
  public Encoder(int threads, long cacheBytes) {
    this.threads = new Semaphore(threads, true);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((String text, float[] vector) -> 2 * text.length() + 4 * vector.length + 100)
            .executor(Runnable::run)
            .build();
    try (var vocabulary = resource("/e5-small-v2-q-tokenizer.json")) {
      tokenizer = new Tokenizer(Vocabulary.read(vocabulary));
    } catch (IOException e) {
      throw new UncheckedIOException("The model's vocabulary cannot be read", e);
    }
  }

  private static OnnxModel load() {
    try (var onnx = resource("/e5-small-v2-q.onnx")) {
      return new OnnxModel(onnx.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The model cannot be read", e);
    } catch (OrtException e) {
      throw new IllegalStateException("The model cannot be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * The encoder of this process. It computes on half of the processors at most, so that whatever
   * else runs here is not starved.
   */
  public static Encoder shared() {
    return Shared.ENCODER;
  }

  /** How the model cuts texts into tokens. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * Vector of a text that can be found, of length 1; the caller's own.
   *
   * @throws CancellationException if the thread was interrupted while it waited for its turn
   * @throws IllegalStateException if the model fails
   */
  public float[] passage(String text) {
    return remembered("passage: " + text);
  }

  /**
   * Vector of what somebody asks, to be compared with those of passages; of length 1, the caller's
   * own.
   *
   * @throws CancellationException if the thread was interrupted while it waited for its turn
   * @throws IllegalStateException if the model fails
   */
  public float[] query(String text) {
    return remembered("query: " + text);
  }

  private float[] remembered(String text) {
    return cache.get(text, this::compute).clone();
  }

  private float[] compute(String text) {
    var tokens = tokenizer.tokens(text, MOST_TOKENS);
    var ids = new long[tokens.count() + 2];
    ids[0] = BEGIN;
    for (int i = 0; i < tokens.count(); i++) {
      ids[i + 1] = tokens.id(i);
    }
    ids[ids.length - 1] = END;
    try {
      threads.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for the encoder");
    }
    try {
      return model.use(present -> present.vector(ids));
    } finally {
      threads.release();
    }
  }

  private static InputStream resource(String name) throws IOException {
    var stream = Encoder.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException(name + " is not on the class path");
    }
    return stream;
  }
}
