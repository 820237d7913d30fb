package io.alluvium.topology.conversations;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a window comes down to.
 *
 * @param text the summary
 * @param topics key topics, most important first
 * @param tone how people spoke, if it is known
 * @param confidence 0 to 1, as the method states it
 * @param model method and version that wrote it
 * @param fallback why it was not the language model that is configured
 */
public record Gist(
    String text,
    List<String> topics,
    Optional<String> tone,
    OptionalDouble confidence,
    String model,
    Optional<String> fallback) {
  public Gist {
    topics = List.copyOf(topics);
  }

  /** The same, written instead of by a model. */
  Gist insteadOf(String reason) {
    return new Gist(text, topics, tone, confidence, model, Optional.of(reason));
  }
}
