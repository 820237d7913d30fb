package io.alluvium.models.llm;

/** Protocols that a language model may speak. */
public enum LlmProvider {
  /** OpenAI's chat completions, which many servers speak. */
  OPENAI,
  /** Anthropic's messages. */
  ANTHROPIC,
  /** Ollama's chat. */
  OLLAMA
}
