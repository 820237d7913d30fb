package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.models.llm.Llm;
import io.alluvium.models.llm.LlmException;
import io.alluvium.schemas.ConversationWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Has a language model sum up, in three steps: extract, analyse, synthesise. What it answers is
 * held to what was said; an answer that is not usable is asked for once more, and then the summary
 * is extractive and says why. So it is for private conversations unless they are allowed.
 */
public final class LlmSummariser implements Summariser {
  /** Raised with the prompts, or with what is made of the answers. */
  private static final String PROMPTS = "prompts-1";

  /** No new question after this: with one's own time-outs the worker stays in its group. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private static final int TRIES = 2;
  private static final int AT_ONCE = 4;
  private static final int PART_CHARACTERS = 20_000;
  private static final int POINTS = 12;
  private static final int TOPICS = 6;
  private static final int SENTENCES = 6;
  private static final Set<String> TONES = Set.of("positive", "neutral", "negative");

  private final Llm llm;
  private final boolean privateToo;
  private final ExtractiveSummariser extractive = new ExtractiveSummariser();
  private final InstantSource clock = InstantSource.system();
  private final String extract = prompt("extract.md");
  private final String analyse = prompt("analyse.md");
  private final String synthesise = prompt("synthesise.md");

  /**
   * @param privateToo whether private conversations may be sent to the model
   */
  public LlmSummariser(Llm llm, boolean privateToo) {
    this.llm = llm;
    this.privateToo = privateToo;
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Gist summarise(ConversationWindow window) throws InterruptedException {
    if (!privateToo && SummaryRecord.isPrivate(window.getMessages())) {
      return extractive.summarise(window).insteadOf("private: llm.private does not allow it");
    }
    try {
      return new Session(new Material(window.getMessages())).gist();
    } catch (LlmException e) {
      return extractive
          .summarise(window)
          .insteadOf(e.reason().name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
    } catch (InvalidAnswerException e) {
      return extractive.summarise(window).insteadOf("invalid_answer: " + e.getMessage());
    }
  }

  private static String prompt(String name) {
    try (var file = LlmSummariser.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** Reads an answer, or refuses it. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(Answer answer) throws InvalidAnswerException;
  }

  /** What the conversation was about, and which notes matter. */
  private record Analysis(List<String> topics, String tone, Set<Integer> important) {}

  /** One window on its way through the three steps. */
  private final class Session {
    private final long startedAt = clock.millis();
    private final Material material;
    private final Grounding grounding;

    Session(Material material) {
      this.material = material;
      this.grounding = new Grounding(material);
    }

    Gist gist() throws LlmException, InvalidAnswerException, InterruptedException {
      var points = new ArrayList<Answer.Point>();
      for (var part : material.parts(PART_CHARACTERS)) {
        points.addAll(ask(extract, part, this::points));
      }
      var analysis =
          ask(
              analyse,
              Material.of(points, List.of(), Set.of()),
              answer -> analysis(answer, points.size()));
      var notes = Material.of(points, analysis.topics(), analysis.important());
      return ask(synthesise, notes, answer -> gist(answer, analysis));
    }

    /** Notes; one that says what nobody said is left out. */
    private List<Answer.Point> points(Answer answer) throws InvalidAnswerException {
      var points = answer.points("points", POINTS, material.messages().size());
      var grounded = points.stream().filter(point -> grounding.holds(point.text())).toList();
      if (grounded.isEmpty()) {
        throw new InvalidAnswerException("no note says what was said");
      }
      return grounded;
    }

    private Analysis analysis(Answer answer, int points) throws InvalidAnswerException {
      return new Analysis(
          grounding.topics(answer.texts("topics", TOPICS)),
          answer.word("tone", TONES),
          answer.numbers("important", points));
    }

    private Gist gist(Answer answer, Analysis analysis) throws InvalidAnswerException {
      var sentences = answer.points("sentences", SENTENCES, material.messages().size());
      return new Gist(
          grounding.text(sentences),
          analysis.topics(),
          Optional.of(analysis.tone()),
          OptionalDouble.of(answer.share("confidence")),
          llm.name() + " " + PROMPTS,
          Optional.empty());
    }

    private <T> T ask(String instructions, String material, Reading<T> reading)
        throws LlmException, InvalidAnswerException, InterruptedException {
      for (int tried = 1; ; tried++) {
        if (clock.millis() - startedAt > DEADLINE.toMillis()) {
          throw new InvalidAnswerException("it was not complete within " + DEADLINE);
        }
        try {
          return reading.of(Answer.read(llm.ask(instructions, material)));
        } catch (InvalidAnswerException e) {
          if (tried == TRIES) {
            throw e;
          }
        }
      }
    }
  }
}
