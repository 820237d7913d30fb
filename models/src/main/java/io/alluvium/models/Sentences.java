package io.alluvium.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import opennlp.tools.sentdetect.SentenceDetector;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.sentdetect.ThreadSafeSentenceDetectorME;

/**
 * Finds the sentences of an English text as people type it: a paragraph, a heading and an item of a
 * list end a sentence, with or without a full stop. Thread-safe.
 */
public final class Sentences {
  /** Which model finds them. */
  public static final String MODEL = "opennlp-models-sentdetect-en 1.3.0";

  private static final String RESOURCE = "/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin";

  /** A line that ends here, however its last sentence does: a blank one, a list, a heading. */
  private static final Pattern BLOCK_END =
      Pattern.compile("\\R(?=[ \\t]*(?:\\R|$|[-*+•>#|]|\\d{1,3}[.)][ \\t]))");

  /** Loaded with the first text, within some 50 ms. */
  private static final class Model {
    static final SentenceDetector DETECTOR = load();

    private static SentenceDetector load() {
      try (var model = Sentences.class.getResourceAsStream(RESOURCE)) {
        if (model == null) {
          throw new IllegalStateException(RESOURCE + " is not on the class path");
        }
        return new ThreadSafeSentenceDetectorME(new SentenceModel(model));
      } catch (IOException e) {
        throw new UncheckedIOException(RESOURCE + " cannot be read", e);
      }
    }
  }

  private Sentences() {}

  /** The sentences of a text, in order, without the space between them. */
  public static List<Span> of(String text) {
    var sentences = new ArrayList<Span>();
    int start = 0;
    var ends = BLOCK_END.matcher(text);
    while (ends.find()) {
      add(text, start, ends.start(), sentences);
      start = ends.end();
    }
    add(text, start, text.length(), sentences);
    return List.copyOf(sentences);
  }

  private static void add(String text, int start, int end, List<Span> sentences) {
    var block = text.substring(start, end);
    if (!block.isBlank()) {
      for (var span : Model.DETECTOR.sentPosDetect(block)) {
        sentences.add(new Span(start + span.getStart(), start + span.getEnd()));
      }
    }
  }
}
