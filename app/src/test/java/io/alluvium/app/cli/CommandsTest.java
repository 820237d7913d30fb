package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
  private final Screen screen = Screen.plain();

  @Test
  void showsHelpWhenNothingIsSaid() {
    assertThat(screen.run()).isZero();
    assertThat(screen.out()).contains("Usage: alluvium", "up ", "search ", "doctor ", "Examples:");
    assertThat(screen.out()).doesNotContain("warm-up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "search",
        "sources",
        "dead-letters",
        "tail",
        "preview",
        "doctor",
        "completion",
        "version"
      })
  void explainsEveryCommandWithAnExample(String command) {
    assertThat(screen.run(command, "--help")).isZero();
    assertThat(screen.out())
        .contains("Usage: alluvium " + command, "Example", "alluvium " + command);
  }

  @ParameterizedTest
  @CsvSource({
    "serch, '', search",
    "sorces, '', sources",
    "search, --limt, --limit",
    "search, --jsno, --json",
    "up, --wacth, --watch",
    "up, --prot, --port",
  })
  void suggestsTheNearestCommandOrOption(String command, String option, String suggestion) {
    int code = option.isEmpty() ? screen.run(command) : screen.run(command, option);
    assertThat(code).isEqualTo(2);
    assertThat(screen.err())
        .contains("Did you mean '" + suggestion + "'?", "[USAGE]")
        .hasLineCount(1);
    assertThat(screen.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, many, many",
    "--since, yesterday, number and s",
    "--limit, '', --limit",
  })
  void namesAWrongValue(String option, String value, String expected) {
    int code = value.isEmpty() ? screen.run("search", option) : screen.run("search", option, value);
    assertThat(code).isEqualTo(2);
    assertThat(screen.err()).contains(expected).hasLineCount(1);
  }

  @Test
  void printsVersionsAlsoAsJson() {
    assertThat(screen.run("version", "--json")).isZero();
    assertThat(Json.parse(screen.out()).path("java").asText()).startsWith("25");
    assertThat(Screen.plain().run("--version")).isZero();
  }

  @Test
  void writesACompletionScript() {
    assertThat(screen.run("completion")).isZero();
    assertThat(screen.out()).contains("complete -F _complete_alluvium", "--from-beginning");
  }
}
