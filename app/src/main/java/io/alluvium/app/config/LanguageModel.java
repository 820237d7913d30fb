package io.alluvium.app.config;

import io.alluvium.app.UserError;
import io.alluvium.models.llm.LlmConfig;
import io.alluvium.models.llm.LlmProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

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
                config.get(NodeKey.LLM_API_KEY).map(LanguageModel::secret),
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

  private static String secret(String reference) {
    var inner = reference.substring(2, reference.length() - 1).split(":", 3);
    var secret = inner[0].equals("env") ? System.getenv(inner[1]) : fromFile(inner[1], inner[2]);
    if (secret == null || secret.isBlank()) {
      throw notFound(reference, new IOException("No value"));
    }
    return secret.strip();
  }

  private static String fromFile(String path, String key) {
    var properties = new Properties();
    try (var file = Files.newBufferedReader(Path.of(path))) {
      properties.load(file);
    } catch (IOException e) {
      throw notFound("${file:" + path + ":" + key + "}", e);
    }
    return properties.getProperty(key, "");
  }

  private static UserError notFound(String reference, IOException cause) {
    return new UserError(
        "CONFIG_SECRET_NOT_FOUND",
        "'llm.api.key' refers to " + reference + ", which has no value.",
        "Set that variable, or put the key into that file.",
        cause);
  }
}
