package io.alluvium.app.config;

import io.alluvium.app.UserError;
import io.alluvium.models.llm.LlmConfig;
import io.alluvium.models.llm.LlmProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings of the language model, as one; and the secret that they refer to. */
final class LanguageModel {
  private static final String FREE = "0";

  private LanguageModel() {}

  /**
   * Refuses settings that do not make a language model.
   *
   * @throws UserError naming the first that is missing or superfluous
   */
  static void check(NodeConfig config) {
    if (config.get(NodeKey.LLM_PROVIDER).isPresent()) {
      var unused = of(config);
      return;
    }
    var alone =
        List.of(
            NodeKey.LLM_BASE_URL,
            NodeKey.LLM_MODEL,
            NodeKey.LLM_API_KEY,
            NodeKey.LLM_INPUT_PRICE,
            NodeKey.LLM_OUTPUT_PRICE);
    for (var key : alone) {
      if (config.get(key).isPresent()) {
        throw missing(
            NodeKey.LLM_PROVIDER, "'" + key.key() + "' is set", "openai, anthropic or ollama");
      }
    }
  }

  /**
   * The language model; empty if none is named.
   *
   * @throws UserError if a setting is missing or its secret cannot be found
   */
  static Optional<LlmConfig> of(NodeConfig config) {
    return config
        .get(NodeKey.LLM_PROVIDER)
        .map(word -> LlmProvider.valueOf(word.toUpperCase(Locale.ROOT)))
        .map(provider ->
            new LlmConfig(
                provider,
                config.get(NodeKey.LLM_BASE_URL),
                required(config, NodeKey.LLM_MODEL, "the name of a model"),
                SecretReference.valueOf(config, NodeKey.LLM_API_KEY),
                new LlmConfig.Price(
                    price(config, NodeKey.LLM_INPUT_PRICE, provider),
                    price(config, NodeKey.LLM_OUTPUT_PRICE, provider)),
                Double.parseDouble(required(config, NodeKey.LLM_DAILY_COST_LIMIT, "an amount"))));
  }

  private static String required(NodeConfig config, NodeKey key, String what) {
    return config.get(key).orElseThrow(() -> missing(key, "'llm.provider' is set", what));
  }

  /** Without a price there is no limit: who pays must say it. Ollama runs on one's own machine. */
  private static double price(NodeConfig config, NodeKey key, LlmProvider provider) {
    return Double.parseDouble(
        provider == LlmProvider.OLLAMA
            ? config.get(key).orElse(FREE)
            : required(config, key, "the price of a million tokens, 0 for a server of your own"));
  }

  private static UserError missing(NodeKey key, String because, String what) {
    return new UserError(
        "CONFIG_LLM_INCOMPLETE",
        because + ", but '" + key.key() + "' is not.",
        "Set " + key.key() + " to " + what + ".");
  }
}
