package io.alluvium.simulators.llm;

/**
 * What a model was asked.
 *
 * @param protocol {@code openai}, {@code anthropic} or {@code ollama}
 * @param model name of the model that was asked for
 * @param key secret that came with it; empty without one
 * @param system instructions
 * @param user material, all in one turn
 */
public record LlmQuestion(String protocol, String model, String key, String system, String user) {}
