package io.alluvium.models.llm;

import java.util.Optional;

/**
 * Which model to ask, and what it may cost.
 *
 * @param provider protocol
 * @param baseUrl where it listens, as its vendor writes it (with {@code /v1} for OpenAI and
 *     Anthropic); without it the vendor's own server, for Ollama this machine
 * @param model name of the model
 * @param apiKey secret that the server asks for
 * @param price what its answers cost
 * @param dailyLimit most that may be spent from midnight to midnight (UTC), in the currency of the
 *     price
 */
public record LlmConfig(
    LlmProvider provider,
    Optional<String> baseUrl,
    String model,
    Optional<String> apiKey,
    Price price,
    double dailyLimit) {
  /**
   * What a million tokens cost.
   *
   * @param input sent to the model
   * @param output written by it
   */
  public record Price(double input, double output) {
    private static final double MILLION = 1_000_000;

    double of(long inputTokens, long outputTokens) {
      return (inputTokens * input + outputTokens * output) / MILLION;
    }
  }

  /** Leaves the key out: it must not get into a log. */
  @Override
  public String toString() {
    return provider + " " + model + baseUrl.map(url -> " at " + url).orElse("");
  }
}
