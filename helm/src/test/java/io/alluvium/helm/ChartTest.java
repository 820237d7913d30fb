package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.alluvium.app.config.ConfigLoader;
import io.alluvium.app.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChartTest {
  private static final String DEFAULTS = "{}";
  private static final String EXTERNAL_KAFKA =
      """
      kafka:
        bootstrapServers: one.kafka:9092,two.kafka:9092
        schemaRegistryUrl: http://registry:8081
      """;
  private static final String EVERYTHING =
      EXTERNAL_KAFKA
          + """
          image: {repository: example/alluvium, tag: "1.2.3", pullPolicy: Always}
          imagePullSecrets: [{name: pull}]
          heap: 2g
          config:
            topic.prefix: harbor
            trim.raw.ms: 604800000
          sources:
            handbook:
              connector.class: io.alluvium.connectors.files.FilesSourceConnector
              files.path: /srv/handbook
              files.max.bytes: 1048576
          persistence: {size: 100Gi, storageClassName: fast, accessModes: [ReadWriteOncePod]}
          serviceAccount: {create: true, name: reader, annotations: {a: b}}
          extraEnv: [{name: TOKEN, valueFrom: {secretKeyRef: {name: secret, key: token}}}]
          extraVolumes: [{name: handbook, persistentVolumeClaim: {claimName: handbook}}]
          extraVolumeMounts: [{name: handbook, mountPath: /srv/handbook, readOnly: true}]
          podAnnotations: {a: b}
          podLabels: {team: delta}
          nodeSelector: {disk: ssd}
          tolerations: [{key: a, operator: Exists}]
          affinity: {nodeAffinity: {}}
          terminationGracePeriodSeconds: 90
          fullnameOverride: harbor
          """;

  @TempDir private Path directory;

  @Test
  void helmHasNothingAgainstTheChart() {
    var result = new Helm(RenderedChart.CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {DEFAULTS, EXTERNAL_KAFKA, EVERYTHING})
  void kubernetesKnowsEveryFieldOfEveryObject(String values) throws IOException {
    var chart = render(values);

    assertThat(chart.complaints()).isEmpty();
    assertThat(chart.kinds())
        .containsExactly("ConfigMap", "Service", "ServiceAccount", "StatefulSet");
  }

  @Test
  void theCheckItselfSeesAnUnknownField() {
    assertThat(
            RenderedChart.ofText("apiVersion: v1\nkind: Service\nspec: {prots: []}").complaints())
        .singleElement()
        .asString()
        .contains("prots");
  }

  @Test
  void theSelectorFindsThePodsAndTheServiceNamesThem() throws IOException {
    var chart = render(EVERYTHING);
    var set = chart.one("StatefulSet");
    var labels = at(set, "spec.template.metadata.labels").getAsJsonObject();

    assertThat(labels.entrySet())
        .containsAll(at(set, "spec.selector.matchLabels").getAsJsonObject().entrySet())
        .containsAll(at(chart.one("Service"), "spec.selector").getAsJsonObject().entrySet());
    assertThat(at(set, "spec.serviceName")).isEqualTo(at(chart.one("Service"), "metadata.name"));
    assertThat(at(set, "spec.template.spec.serviceAccountName"))
        .isEqualTo(at(chart.one("ServiceAccount"), "metadata.name"));
  }

  @Test
  void thePodMeetsTheRestrictedSecurityStandard() throws IOException {
    var set = render(DEFAULTS).one("StatefulSet");
    var pod = at(set, "spec.template.spec.securityContext").getAsJsonObject();
    var container = at(set, "spec.template.spec.containers.0.securityContext").getAsJsonObject();

    assertThat(pod.get("runAsNonRoot").getAsBoolean()).isTrue();
    assertThat(at(pod, "seccompProfile.type").getAsString()).isEqualTo("RuntimeDefault");
    assertThat(container.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
    assertThat(container.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
    assertThat(at(container, "capabilities.drop.0").getAsString()).isEqualTo("ALL");
    assertThat(at(set, "spec.template.spec.automountServiceAccountToken").getAsBoolean()).isFalse();
  }

  @Test
  void everyMountHasItsVolume() throws IOException {
    var set = render(EVERYTHING).one("StatefulSet");
    var mounts = at(set, "spec.template.spec.containers.0.volumeMounts").getAsJsonArray();
    var volumes = at(set, "spec.template.spec.volumes").getAsJsonArray();
    volumes.addAll(at(set, "spec.volumeClaimTemplates").getAsJsonArray());

    assertThat(volumes)
        .map(volume ->
            volume.getAsJsonObject().has("name")
                ? volume
                : at(volume.getAsJsonObject(), "metadata"))
        .map(volume -> volume.getAsJsonObject().get("name"))
        .containsAll(
            mounts.asList().stream().map(mount -> mount.getAsJsonObject().get("name")).toList());
  }

  @Test
  void withoutABrokerTheNodeBringsItsOwn() throws IOException {
    var config = configOf(DEFAULTS);

    assertThat(config.bootstrapServers()).isEmpty();
    assertThat(config.sources()).isEmpty();
  }

  @Test
  void theNodeUnderstandsTheConfigurationThatIsWrittenForIt() throws IOException {
    var config = configOf(EVERYTHING);

    assertThat(config.bootstrapServers()).contains("one.kafka:9092,two.kafka:9092");
    assertThat(config.schemaRegistryUrl()).contains("http://registry:8081");
    assertThat(config.topics().prefix()).isEqualTo("harbor");
    assertThat(config.trimRaw()).isEqualTo(Duration.ofDays(7));
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/alluvium"));
    assertThat(config.sources().get("handbook"))
        .containsEntry("files.path", "/srv/handbook")
        .containsEntry("files.max.bytes", "1048576");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 3",
        "heap: lots",
        "kafka: {bootstrapServers: 'kafka:9092'}",
        "kafka: {bootstrapServers: 'kafka'}",
        "config: {data.dir: /elsewhere}",
        "sources: {handbook: {files.path: /srv}}",
        "persistence: {size: 20Gi, accessModes: [ReadWriteMany]}"
      })
  void valuesThatCannotWorkAreRefused(String values) {
    assertThatThrownBy(() -> render(values))
        .hasMessageMatching("(?s).*(values don't meet the spec|schemaRegistryUrl is needed).*");
  }

  private NodeConfig configOf(String values) throws IOException {
    var text = at(render(values).one("ConfigMap"), "data").getAsJsonObject().get("alluvium.yaml");
    var file = Files.writeString(directory.resolve("alluvium.yaml"), text.getAsString());
    return new ConfigLoader().file(file).load();
  }

  private RenderedChart render(String values) throws IOException {
    return RenderedChart.of(Files.writeString(directory.resolve("values.yaml"), values));
  }
}
