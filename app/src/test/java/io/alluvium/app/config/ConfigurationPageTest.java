package io.alluvium.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void describesTheSettingsAsTheyAreDeclared() throws IOException {
    var text = ConfigurationPage.text();
    if (Boolean.getBoolean("alluvium.write.docs")) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE)
        .as("docs/configuration.md; write it anew with -Dalluvium.write.docs=true")
        .hasContent(text);
  }
}
