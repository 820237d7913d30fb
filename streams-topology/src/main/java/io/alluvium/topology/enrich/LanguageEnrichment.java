package io.alluvium.topology.enrich;

import io.alluvium.models.Resting;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.Prose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Detects which language people wrote a text in.
 *
 * <p>There is no language where the text is too short, or where the model sees the first two alike:
 * its confidence grows with the length of a text, so only the distance to the second tells whether
 * it is sure. Of English comments with 10 to 20 letters more than every fourth was taken for
 * another language; from 20 letters and a ratio of 1.15 on, one of some 1,500. {@link Prose} says
 * what is no language at all.
 */
final class LanguageEnrichment implements EventEnrichment {
  private static final String MODEL = "opennlp-models-langdetect 1.3.0";

  /** Enough for the model to be sure; a longer sample only costs time. */
  private static final int SAMPLE_CHARS = 1_000;

  private static final int FEWEST_LETTERS = 20;
  private static final double LEAST_RATIO = 1.15;

  /** Loaded with the first text: 1 to 2 s in a JVM that is cold, and 37 MB of heap. */
  private static final Resting<LanguageDetectorModel> DETECTOR =
      new Resting<>(LanguageEnrichment::load, model -> {}, Duration.ofSeconds(30));

  private static LanguageDetectorModel load() {
    try (var model = LanguageDetectorModel.class.getResourceAsStream("/langdetect-183.bin")) {
      if (model == null) {
        throw new IllegalStateException("langdetect-183.bin is not on the class path");
      }
      return new LanguageDetectorModel(model);
    } catch (IOException e) {
      throw new UncheckedIOException("langdetect-183.bin cannot be read", e);
    }
  }

  @Override
  public String field() {
    return "language";
  }

  @Override
  public void prepare() {
    DETECTOR.use(model -> model);
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var language = Prose.of(event, SAMPLE_CHARS).flatMap(LanguageEnrichment::detect);
    return enrichment ->
        language.ifPresent(best -> {
          enrichment.setLanguage(best.getLang());
          enrichment.setLanguageConfidence(best.getConfidence());
          enrichment.getModels().put(field(), MODEL);
        });
  }

  private static Optional<Language> detect(String text) {
    if (letters(text) < FEWEST_LETTERS) {
      return Optional.empty();
    }
    // A detector is cheap to make and of one thread; the thread-safe one would keep the model.
    var byConfidence = DETECTOR.use(model -> new LanguageDetectorME(model).predictLanguages(text));
    var best = byConfidence[0];
    return best.getConfidence() >= LEAST_RATIO * byConfidence[1].getConfidence()
        ? Optional.of(best)
        : Optional.empty();
  }

  /** A character that stands for a syllable or a word says as much as several letters. */
  private static int letters(String text) {
    return text.codePoints().map(c -> Character.isLetter(c) ? (c >= 0x2E80 ? 3 : 1) : 0).sum();
  }
}
