package io.alluvium.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import io.alluvium.models.llm.LlmProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model is set up whole, or refused in one line. */
final class LanguageModelTest {
  @TempDir Path directory;

  @Test
  void isNoneByDefault() {
    assertThat(NodeConfig.of(Map.of()).llm()).isEmpty();
  }

  @Test
  void takesTheSecretFromWhereTheSettingPoints() throws Exception {
    var secrets = directory.resolve("secrets.properties");
    Files.writeString(secrets, "other=1\nopenai=sk-123\n");
    var config =
        NodeConfig.of(
            whole(Map.of("llm.api.key", "${file:" + secrets + ":openai}", "llm.private", "true")));
    assertThat(config.llm())
        .hasValueSatisfying(llm -> {
          assertThat(llm.provider()).isEqualTo(LlmProvider.OPENAI);
          assertThat(llm.apiKey()).contains("sk-123");
          assertThat(llm.price().input()).isEqualTo(0.15);
          assertThat(llm.dailyLimit()).isEqualTo(1);
          assertThat(llm).asString().doesNotContain("sk-123");
        });
    assertThat(config.llmPrivate()).isTrue();
  }

  @Test
  void needsNoPriceForOllama() {
    var config = NodeConfig.of(Map.of("llm.provider", "ollama", "llm.model", "llama3"));
    assertThat(config.llm()).hasValueSatisfying(llm -> assertThat(llm.price().output()).isZero());
  }

  @Test
  void saysInOneLineWhatIsMissing() {
    assertRefused(without("llm.model"), "'llm.provider' is set, but 'llm.model' is not.");
    assertRefused(without("llm.input.price"), "but 'llm.input.price' is not.");
    assertRefused(without("llm.provider"), "is set, but 'llm.provider' is not.");
    assertRefused(
        whole(Map.of("llm.api.key", "${env:ALLUVIUM_TEST_NOT_SET}")), "which has no value.");
    assertRefused(
        whole(Map.of("llm.api.key", "${file:" + directory + "/none:k}")), "which has no value.");
  }

  @Test
  void refusesOddValues() {
    assertRefused(whole(Map.of("llm.api.key", "sk-123")), "Set it to a reference:");
    assertRefused(whole(Map.of("llm.provider", "acme")), "Set it to openai, anthropic or ollama");
    assertRefused(whole(Map.of("llm.base.url", "gpu:8000")), "Set it to an http");
    assertRefused(whole(Map.of("llm.daily.cost.limit", "-1")), "Set it to an amount of money");
    assertRefused(whole(Map.of("llm.private", "yes")), "Set it to true or false");
    assertRefused(Map.of("summaries.quiet.ms", "10m"), "Set it to milliseconds");
  }

  private static void assertRefused(Map<String, String> settings, String why) {
    assertThatThrownBy(() -> NodeConfig.of(settings))
        .isInstanceOf(UserError.class)
        .extracting(e -> ((UserError) e).line())
        .asString()
        .contains(why);
  }

  private static Map<String, String> without(String key) {
    var settings = whole(Map.of());
    settings.remove(key);
    return settings;
  }

  private static Map<String, String> whole(Map<String, String> further) {
    var settings = new HashMap<String, String>();
    settings.put("llm.provider", "openai");
    settings.put("llm.model", "small");
    settings.put("llm.input.price", "0.15");
    settings.put("llm.output.price", "0.6");
    settings.putAll(further);
    return settings;
  }
}
