package io.alluvium.models.llm;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.http.HttpClient;
import java.time.Duration;

/** LangChain4j's clients of the three protocols, each asking once. */
final class ChatModels {
  /** More than any answer of ours needs. */
  static final int ANSWER_TOKENS = 2_000;

  /** Room for a question and its answer; Ollama would cut a longer one without a word. */
  private static final int OLLAMA_CONTEXT = 12_000;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private ChatModels() {}

  static ChatModel of(LlmConfig config, Duration timeout) {
    return switch (config.provider()) {
      case OPENAI -> openAi(config, timeout);
      case ANTHROPIC -> anthropic(config, timeout);
      case OLLAMA -> ollama(config, timeout);
    };
  }

  private static ChatModel openAi(LlmConfig config, Duration timeout) {
    var builder =
        OpenAiChatModel.builder()
            .httpClientBuilder(http(timeout))
            .modelName(config.model())
            // Servers of one's own often want none, but the client does.
            .apiKey(config.apiKey().orElse("none"))
            .maxCompletionTokens(ANSWER_TOKENS)
            .timeout(timeout)
            .maxRetries(0);
    config.baseUrl().ifPresent(builder::baseUrl);
    return builder.build();
  }

  private static ChatModel anthropic(LlmConfig config, Duration timeout) {
    var builder =
        AnthropicChatModel.builder()
            .httpClientBuilder(http(timeout))
            .modelName(config.model())
            .apiKey(config.apiKey().orElse("none"))
            .maxTokens(ANSWER_TOKENS)
            .timeout(timeout)
            .maxRetries(0);
    config.baseUrl().ifPresent(builder::baseUrl);
    return builder.build();
  }

  private static ChatModel ollama(LlmConfig config, Duration timeout) {
    return OllamaChatModel.builder()
        .httpClientBuilder(http(timeout))
        .baseUrl(config.baseUrl().orElse("http://127.0.0.1:11434"))
        .modelName(config.model())
        .numPredict(ANSWER_TOKENS)
        .numCtx(OLLAMA_CONTEXT)
        .timeout(timeout)
        .maxRetries(0)
        .build();
  }

  /** Version 1.1: some servers of one's own do not understand the offer of version 2. */
  private static HttpClientBuilder http(Duration timeout) {
    return new JdkHttpClientBuilder()
        .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1))
        .connectTimeout(CONNECT)
        .readTimeout(timeout);
  }
}
