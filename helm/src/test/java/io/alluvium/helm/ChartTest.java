package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.app.connect.InstalledConnectors;
import io.alluvium.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChartTest {
  private static final Path SETS = RenderedChart.CHART.resolve("ci");

  @TempDir private Path directory;

  @Test
  void helmHasNothingAgainstTheChart() {
    var result = new Helm(RenderedChart.CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
  }

  @Test
  void theCheckOfTypesSeesAnUnknownField() {
    assertThat(
            ObjectTypes.complaints(
                RenderedChart.ofText("apiVersion: v1\nkind: Service\nspec: {prots: []}")))
        .singleElement()
        .asString()
        .contains("prots");
    assertThat(
            ObjectTypes.complaints(
                RenderedChart.ofText(
                    """
                    apiVersion: keda.sh/v1alpha1
                    kind: ScaledObject
                    metadata: {name: a}
                    spec: {scaleTargetRef: {name: a}, triggers: [], maxReplicas: 3}
                    """)))
        .containsExactly("ScaledObject.spec.maxReplicas is unknown");
  }

  @Test
  void withoutABrokerTheNodeBringsItsOwn() throws IOException {
    var config = config(RenderedChart.of(SETS.resolve("all-in-one.yaml")), "river-alluvium");

    assertThat(config.bootstrapServers()).isEmpty();
    assertThat(config.sources()).isEmpty();
    assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void theNodeReadsWhatTheValuesSay() throws IOException {
    var config = config(RenderedChart.of(SETS.resolve("all-in-one-everything.yaml")), "harbor");

    assertThat(config.bootstrapServers()).contains("one.kafka:9092,two.kafka:9093");
    assertThat(config.schemaRegistryUrl()).contains("http://registry:8081");
    assertThat(config.topics().prefix()).isEqualTo("harbor");
    assertThat(config.topicPartitions()).isEqualTo(16);
    assertThat(config.trimRaw()).isEqualTo(Duration.ofDays(7));
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/alluvium"));
    assertThat(config.sources().get("handbook"))
        .containsEntry("files.path", "/srv/handbook")
        .containsEntry("files.max.bytes", "1048576");
  }

  @Test
  void whatAWorkloadSaysWinsOverWhatAllSay() throws IOException {
    var values = RenderedChart.of(SETS.resolve("all-in-one-everything.yaml"));
    var text = alluviumYaml(values, "harbor");

    assertThat(text).contains("tiers.warm.keep.current: false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "ingest", "enrich", "serve"})
  void eachWorkloadHasItsRoleAndNoOther(String role) throws IOException {
    var chart = RenderedChart.of(SETS.resolve("roles-cold.yaml"));
    var config = config(chart, "river-alluvium-" + role);

    assertThat(config.roles()).extracting(Role::word).containsExactly(role);
    assertThat(config.sources().isEmpty()).isEqualTo(!role.equals("connect"));
    assertThat(alluviumYaml(chart, "river-alluvium-" + role).contains("cold.catalog"))
        .isEqualTo(role.equals("serve"));
  }

  @Test
  void topicsForStrimziAreThoseThatTheNodeWouldCreate() {
    var expected =
        new Topics("alluvium")
            .specs(8, InstalledConnectors.types()).stream()
                .collect(Collectors.toMap(Topics.Spec::name, ChartTest::settings));
    var chart = RenderedChart.of(SETS.resolve("strimzi.yaml"));
    var written =
        chart.all("KafkaTopic").stream()
            .collect(
                Collectors.toMap(
                    topic -> at(topic, "spec.topicName").getAsString(), ChartTest::settings));

    assertThat(written).isEqualTo(expected);
  }

  @Test
  void withStrimziTheNodeDoesNotCreateTheSourcesToo() throws IOException {
    var chart = RenderedChart.of(SETS.resolve("strimzi.yaml"));

    assertThat(config(chart, "river-alluvium-connect").sources()).isEmpty();
    assertThat(chart.all("KafkaConnector"))
        .extracting(RenderedChart::nameOf)
        .containsExactly("handbook");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 3",
        "mode: roles",
        "node: {heap: lots}",
        "kafka: {bootstrapServers: 'kafka:9092'}",
        "kafka: {bootstrapServers: 'kafka'}",
        "config: {data.dir: /elsewhere}",
        "config: {llm.api.key: plain}",
        "sources: {handbook: {files.path: /srv}}",
        "sources: {code: {connector.class: a.B, github.token: plain}}",
        "node: {persistence: {enabled: true, size: 20Gi, accessModes: [ReadWriteMany]}}",
        "ingress: {enabled: true}",
        "gateway: {enabled: true, existingSecret: users}",
        "monitoring: {serviceMonitor: {enabled: true}}",
        "strimzi: {topics: {enabled: true}}",
        "cold: {catalogExistingSecret: catalog}",
        "serve: {replicas: 9}",
        "{mode: roles, kafka: {bootstrapServers: 'kafka:9092'}, registry: {url: 'http://r'}}",
        "{mode: roles, kafka: {bootstrapServers: 'kafka:9092'}, registry: {url: 'http://r'}, serve:"
            + " {replicas: 1}}",
        "ingest: {autoscaling: {enabled: true}, keda: {enabled: true}}"
      })
  void valuesThatCannotWorkAreRefused(String values) throws IOException {
    var file = Files.writeString(directory.resolve("values.yaml"), values);

    assertThatThrownBy(() -> RenderedChart.of(file))
        .hasMessageMatching(
            "(?s).*(values don't meet the spec|is needed|needs|enable one|more replicas).*");
  }

  @Test
  void everyValueIsExplained() throws IOException {
    var readme = Files.readString(RenderedChart.CHART.resolve("README.md"));
    var unexplained = new ArrayList<String>();
    for (var line : Files.readAllLines(RenderedChart.CHART.resolve("values.yaml"))) {
      if (line.matches("[a-zA-Z]+:.*")) {
        var key = line.substring(0, line.indexOf(':'));
        if (!readme.contains("`" + key)) {
          unexplained.add(key);
        }
      }
    }

    assertThat(unexplained).isEmpty();
  }

  private static Map<String, String> settings(Topics.Spec topic) {
    var settings = new TreeMap<>(topic.settings());
    settings.put("partitions", Integer.toString(topic.partitions()));
    return settings;
  }

  private static Map<String, String> settings(JsonObject topic) {
    var settings = new TreeMap<String, String>();
    at(topic, "spec.config")
        .getAsJsonObject()
        .asMap()
        .forEach((key, value) -> settings.put(key, value.getAsString()));
    settings.put("partitions", at(topic, "spec.partitions").getAsString());
    return settings;
  }

  private NodeConfig config(RenderedChart chart, String configMap) throws IOException {
    return NodeSettings.read(directory, alluviumYaml(chart, configMap));
  }

  private static String alluviumYaml(RenderedChart chart, String configMap) {
    return at(chart.find("ConfigMap", configMap).orElseThrow(), "data")
        .getAsJsonObject()
        .get("alluvium.yaml")
        .getAsString();
  }
}
