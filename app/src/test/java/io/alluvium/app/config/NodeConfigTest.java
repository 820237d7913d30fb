package io.alluvium.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeConfigTest {
  @TempDir Path directory;

  @Test
  void hasADefaultForEverythingANodeNeeds() {
    var config = NodeConfig.of(Map.of());
    assertThat(config.dataDir()).isEqualTo(Path.of(System.getProperty("user.home"), ".alluvium"));
    assertThat(config.httpPort()).isEqualTo(8484);
    assertThat(config.kafkaPort()).isEqualTo(9092);
    assertThat(config.connectPort()).isEqualTo(8083);
    assertThat(config.topics().events()).isEqualTo("alluvium.events");
    assertThat(config.topicPartitions()).isEqualTo(8);
    assertThat(config.bootstrapServers()).isEmpty();
    assertThat(config.schemaRegistryUrl()).isEmpty();
    assertThat(config.trimRaw()).isEqualTo(Duration.ofDays(7));
    assertThat(config.trimEvents()).isEqualTo(Duration.ofDays(25));
    assertThat(config.sources()).isEmpty();
  }

  @Test
  void letsFlagWinOverEnvironmentOverFileOverDefault() throws IOException {
    var file =
        yaml("http.port: 1001\nkafka.port: 1002\nconnect.port: 1003\ntopic: {prefix: fromfile}");
    var config =
        new ConfigLoader()
            .file(file)
            .environment(Map.of("ALLUVIUM_HTTP_PORT", "2001", "ALLUVIUM_KAFKA_PORT", "2002"))
            .flags(Map.of("http.port", "3001"), key -> "--port")
            .load();
    assertThat(config.httpPort()).isEqualTo(3001);
    assertThat(config.kafkaPort()).isEqualTo(2002);
    assertThat(config.connectPort()).isEqualTo(1003);
    assertThat(config.topics().prefix()).isEqualTo("fromfile");
    assertThat(config.topicPartitions()).isEqualTo(8);
  }

  @Test
  void readsNestedAndDottedKeysAlike() throws IOException {
    var nested = "http:\n  port: 1001\nsources:\n  docs:\n    connector.class: X\n    a: {b: c}\n";
    var dotted = "http.port: 1001\nsources.docs.connector.class: X\nsources.docs.a.b: c\n";
    for (var text : new String[] {nested, dotted}) {
      var config = new ConfigLoader().file(yaml(text)).load();
      assertThat(config.httpPort()).isEqualTo(1001);
      assertThat(config.sources())
          .isEqualTo(Map.of("docs", Map.of("connector.class", "X", "a.b", "c")));
    }
  }

  @Test
  void passesValuesOfSourcesThroughAsWritten() throws IOException {
    var file =
        yaml(
            """
            sources:
              docs:
                connector.class: X
                files.git: on
                files.include: ["*.md", '*.txt']
                mode: 0755
                token: ${env:TOKEN}
            """);
    assertThat(new ConfigLoader().file(file).load().sources().get("docs"))
        .containsEntry("files.git", "on")
        .containsEntry("files.include", "*.md,*.txt")
        .containsEntry("mode", "0755")
        .containsEntry("token", "${env:TOKEN}");
  }

  @Test
  void takesSettingsOfSourcesFromTheEnvironment() {
    var config =
        new ConfigLoader()
            .flags(Map.of("sources.my-docs.connector.class", "X"), key -> key)
            .environment(
                Map.of(
                    "ALLUVIUM_SOURCES_MY_DOCS_FILES_PATH", "/docs",
                    "ALLUVIUM_SOURCES_CODE_CONNECTOR_CLASS", "Y"))
            .load();
    assertThat(config.sources().get("my-docs")).containsEntry("files.path", "/docs");
    assertThat(config.sources().get("code")).containsEntry("connector.class", "Y");
  }

  @Test
  void switchesEnrichmentsOffByName() throws IOException {
    assertThat(NodeConfig.of(Map.of()).enrichOff()).isEmpty();
    var file = yaml("enrich:\n  off: [passages, tone]\n  timeout.ms: 500");
    var config = new ConfigLoader().file(file).load();
    assertThat(config.enrichOff()).containsExactlyInAnyOrder("passages", "tone");
    assertThat(config.enrichTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(new ConfigLoader().environment(Map.of("ALLUVIUM_ENRICH_OFF", "")).load().enrichOff())
        .isEmpty();
  }

  @Test
  void namesTheNearestEnrichmentForAnUnknownOne() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("enrich.off", "tone,pasages")))
        .isInstanceOf(UserError.class)
        .extracting(e -> ((UserError) e).line())
        .asString()
        .contains("'pasages'", "Did you mean 'passages'?");
    assertThatThrownBy(() -> NodeConfig.of(Map.of("enrich.off", "everything")))
        .extracting(e -> ((UserError) e).line())
        .asString()
        .contains("There are: language, keyPhrases");
  }

  @Test
  void leavesVariablesOfOthersAlone() {
    var config = new ConfigLoader().environment(Map.of("ALLUVIUM_SERVICE_HOST", "10.0.0.1")).load();
    assertThat(config.httpPort()).isEqualTo(8484);
  }

  @Test
  void namesTheNearestKeyForAnUnknownOne() throws IOException {
    var file = yaml("http:\n  prot: 1");
    assertThatThrownBy(() -> new ConfigLoader().file(file).load())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'http.prot'")
        .hasMessageContaining(file.toString())
        .extracting(e -> ((UserError) e).line())
        .asString()
        .contains("Did you mean 'http.port'?", "[CONFIG_UNKNOWN_KEY]")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "port, http.port",
    "prot, http.port",
    "prefix, topic.prefix",
    "servers, bootstrap.servers"
  })
  void namesTheKeyOfWhichSomebodyKnewTheLastPart(String given, String meant) {
    assertThatThrownBy(() -> NodeConfig.of(Map.of(given, "1")))
        .extracting(e -> ((UserError) e).remedy())
        .isEqualTo("Did you mean '" + meant + "'?");
  }

  @Test
  void listsTheKeysWhenNoneIsNear() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("completely.different", "1")))
        .extracting(e -> ((UserError) e).remedy())
        .asString()
        .contains("http.port", "data.dir");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, abc, a port",
    "http.port, 0, a port",
    "kafka.port, 70000, a port",
    "connect.port, 80.5, a port",
    "topic.partitions, -1, a whole number",
    "topic.prefix, a b, letters",
    "trim.raw.ms, 7d, milliseconds",
    "bootstrap.servers, localhost, host:port",
    "schema.registry.url, localhost:8081, an http or https URL",
    "schema.registry.url, http://, an http or https URL",
  })
  void namesValueAndExpectationOfAWrongType(String key, String value, String expected) {
    assertThatThrownBy(() -> NodeConfig.of(Map.of(key, value)))
        .isInstanceOf(UserError.class)
        .extracting(e -> ((UserError) e).line())
        .asString()
        .contains("'" + key + "'", "'" + value + "'", expected);
  }

  @Test
  void saysWhereAWrongValueCameFrom() {
    assertThatThrownBy(
            () -> new ConfigLoader().environment(Map.of("ALLUVIUM_HTTP_PORT", "tcp://1")).load())
        .hasMessageContaining("environment variable ALLUVIUM_HTTP_PORT");
    assertThatThrownBy(
            () -> new ConfigLoader().flags(Map.of("http.port", "x"), key -> "--port").load())
        .hasMessageContaining("(--port)");
  }

  @Test
  void saysThatAValueIsWrongWhichAnotherLayerReplaces() throws IOException {
    var file = yaml("http:\n  port: many\n");
    var flags = Map.of("http.port", "8080");
    assertThatThrownBy(() -> new ConfigLoader().file(file).flags(flags, key -> "--port").load())
        .hasMessageContaining("'http.port' cannot be 'many'");
  }

  @Test
  void wantsARegistryBesideAKafkaOfYourOwn() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("bootstrap.servers", "kafka:9092")))
        .extracting(e -> ((UserError) e).code())
        .isEqualTo("CONFIG_REGISTRY_MISSING");
    var config =
        NodeConfig.of(
            Map.of(
                "bootstrap.servers", "a:9092,[::1]:9093",
                "schema.registry.url", "http://a:8081,https://b/registry"));
    assertThat(config.bootstrapServers()).contains("a:9092,[::1]:9093");
    assertThat(config.schemaRegistryUrl()).contains("http://a:8081,https://b/registry");
  }

  @Test
  void refusesOnePortForTwoServers() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("http.port", "9092")))
        .hasMessageContaining("9092")
        .extracting(e -> ((UserError) e).code())
        .isEqualTo("CONFIG_SAME_PORT");
  }

  @Test
  void refusesASourceWithoutConnectorAndASourceWithoutKey() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("sources.docs.files.path", "/docs")))
        .extracting(e -> ((UserError) e).remedy())
        .isEqualTo("Set sources.docs.connector.class.");
    assertThatThrownBy(() -> NodeConfig.of(Map.of("sources.docs", "/docs")))
        .extracting(e -> ((UserError) e).code())
        .isEqualTo("CONFIG_SOURCE_NAME");
  }

  @ParameterizedTest
  @CsvSource({
    "'a: [1', CONFIG_NOT_YAML",
    "'just words', CONFIG_NOT_YAML",
    "'http.port: 1', ''",
    "'', ''",
    "'http.port:', ''",
  })
  void tellsWhenTheFileIsNotAConfiguration(String text, String code) throws IOException {
    var file = yaml(text);
    if (code.isEmpty()) {
      assertThat(new ConfigLoader().file(file).load().sources()).isEmpty();
    } else {
      assertThatThrownBy(() -> new ConfigLoader().file(file))
          .extracting(e -> ((UserError) e).code())
          .isEqualTo(code);
    }
  }

  @Test
  void refusesAKeySaidTwice() throws IOException {
    var nestedAndDotted = yaml("http.port: 1\nhttp: {port: 2}");
    assertThatThrownBy(() -> new ConfigLoader().file(nestedAndDotted))
        .hasMessageContaining("'http.port' twice");
    var twice = yaml("http.port: 1\nhttp.port: 2");
    assertThatThrownBy(() -> new ConfigLoader().file(twice)).isInstanceOf(UserError.class);
  }

  @Test
  void tellsWhenTheFileIsMissingOrNotText() throws IOException {
    var missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> new ConfigLoader().file(missing)).hasMessageContaining("missing.yaml");
    var binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> new ConfigLoader().file(binary)).isInstanceOf(UserError.class);
  }

  @Test
  void expandsTheHomeDirectory() {
    var home = Path.of(System.getProperty("user.home"));
    assertThat(NodeConfig.of(Map.of("data.dir", "~/x")).dataDir()).isEqualTo(home.resolve("x"));
    assertThat(NodeConfig.of(Map.of("data.dir", "x")).dataDir())
        .isEqualTo(Path.of("x").toAbsolutePath());
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(directory.resolve("alluvium.yaml"), text);
  }
}
