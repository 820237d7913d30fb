package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.at;
import static io.alluvium.helm.RenderedChart.each;
import static io.alluvium.helm.RenderedChart.find;
import static io.alluvium.helm.RenderedChart.kindOf;
import static io.alluvium.helm.RenderedChart.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.alluvium.app.config.NodeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold whatever the values; each file in {@code ci/} of the chart is one set of them. */
@ParameterizedClass
@MethodSource("sets")
final class RenderingsTest {
  private static final Map<Path, RenderedChart> RENDERED = new TreeMap<>();
  private static final Pattern SECRET_KEY = Pattern.compile("(password|secret|token|[.]key)$");
  private static final Set<String> RESTRICTED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private final Path set;
  private final RenderedChart chart;

  @TempDir private Path directory;

  RenderingsTest(Path set) {
    this.set = set;
    this.chart = RENDERED.computeIfAbsent(set, RenderedChart::of);
  }

  static List<Path> sets() throws IOException {
    try (var files = Files.list(RenderedChart.CHART.resolve("ci"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void kubernetesKnowsEveryFieldOfEveryObject() {
    assertThat(ObjectTypes.complaints(chart)).isEmpty();
  }

  @Test
  void noTwoObjectsHaveOneName() {
    assertThat(chart.objects())
        .map(object -> kindOf(object) + " " + nameOf(object))
        .doesNotHaveDuplicates();
  }

  @Test
  void everySelectorFindsPods() {
    for (var kind : List.of("Deployment", "StatefulSet")) {
      for (var workload : chart.all(kind)) {
        assertThat(new Pod(workload, at(workload, "spec.template").getAsJsonObject()))
            .matches(pod -> pod.matches(at(workload, "spec.selector.matchLabels")));
        assertThat(selected(at(workload, "spec.selector.matchLabels"))).hasSize(1);
      }
    }
    chart.all("Service").forEach(one -> assertThat(selected(at(one, "spec.selector"))).hasSize(1));
    chart
        .all("PodDisruptionBudget")
        .forEach(one -> assertThat(selected(at(one, "spec.selector.matchLabels"))).hasSize(1));
    chart
        .all("NetworkPolicy")
        .forEach(one -> assertThat(selected(at(one, "spec.podSelector.matchLabels"))).isNotEmpty());
    for (var pod : chart.pods()) {
      each(pod.spec(), "topologySpreadConstraints")
          .forEach(one -> assertThat(pod.matches(at(one, "labelSelector.matchLabels"))).isTrue());
    }
  }

  @Test
  void whatIsNamedIsThere() {
    for (var set : chart.all("StatefulSet")) {
      var service = chart.find("Service", at(set, "spec.serviceName").getAsString()).orElseThrow();
      assertThat(at(service, "spec.clusterIP").getAsString()).isEqualTo("None");
    }
    for (var kind : List.of("HorizontalPodAutoscaler", "ScaledObject")) {
      for (var scaler : chart.all(kind)) {
        var target = at(scaler, "spec.scaleTargetRef").getAsJsonObject();
        var scaled = chart.find(target.get("kind").getAsString(), target.get("name").getAsString());
        assertThat(scaled).isPresent();
        assertThat(find(scaled.orElseThrow(), "spec.replicas")).isEmpty();
      }
    }
    for (var pod : chart.pods()) {
      find(pod.spec(), "serviceAccountName")
          .map(JsonElement::getAsString)
          .filter(name -> !name.equals("default"))
          .ifPresent(name -> assertThat(chart.find("ServiceAccount", name)).isPresent());
    }
  }

  @Test
  void everyPortThatIsNamedIsThere() {
    for (var service : chart.all("Service")) {
      var pod = selected(at(service, "spec.selector")).getFirst();
      each(service, "spec.ports")
          .forEach(
              port -> assertThat(pod.portNames()).contains(port.get("targetPort").getAsString()));
    }
    for (var pod : chart.pods()) {
      for (var container : pod.containers()) {
        find(container, "livenessProbe.tcpSocket.port")
            .ifPresent(port -> assertThat(pod.portNames()).contains(port.getAsString()));
      }
    }
    for (var ingress : chart.all("Ingress")) {
      var backend = at(ingress, "spec.rules.0.http.paths.0.backend.service").getAsJsonObject();
      var service = chart.find("Service", backend.get("name").getAsString()).orElseThrow();
      assertThat(portsOf(service)).contains(at(backend, "port.name").getAsString());
    }
    for (var monitor : chart.all("ServiceMonitor")) {
      var labels = at(monitor, "spec.selector.matchLabels").getAsJsonObject().entrySet();
      assertThat(chart.all("Service"))
          .filteredOn(service ->
              at(service, "metadata.labels").getAsJsonObject().entrySet().containsAll(labels))
          .isNotEmpty()
          .allSatisfy(service ->
              assertThat(portsOf(service))
                  .contains(at(monitor, "spec.endpoints.0.port").getAsString()));
    }
  }

  @Test
  void everyMountHasItsVolumeAndEveryVolumeItsContent() {
    for (var pod : chart.pods()) {
      for (var container : pod.containers()) {
        assertThat(each(container, "volumeMounts"))
            .as(pod.name())
            .allSatisfy(
                mount -> assertThat(pod.volumeNames()).contains(mount.get("name").getAsString()));
      }
      for (var volume : pod.volumes()) {
        find(volume, "configMap.name")
            .ifPresent(name ->
                assertThat(chart.find("ConfigMap", name.getAsString())).as(pod.name()).isPresent());
        for (var item : each(volume, "configMap.items")) {
          var map = chart.find("ConfigMap", at(volume, "configMap.name").getAsString());
          assertThat(at(map.orElseThrow(), "data").getAsJsonObject().keySet())
              .contains(item.get("key").getAsString());
        }
      }
    }
  }

  @Test
  void theChartMakesNoSecretAndUsesOnlyThoseThatTheValuesName() throws IOException {
    var values = Files.readString(set);

    assertThat(chart.all("Secret")).isEmpty();
    assertThat(secretsOf(chart)).allSatisfy(name -> assertThat(values).contains(name));
  }

  @Test
  void everyReferenceToASecretHasItsVariable() {
    for (var pod : chart.pods()) {
      var yaml = alluviumYaml(pod).orElse("");
      for (var container : pod.containers()) {
        var variables = each(container, "env").stream().map(one -> one.get("name").getAsString());
        assertThat(variables.filter(name -> name.startsWith("SECRET_")))
            .as(pod.name())
            .allSatisfy(name -> assertThat(yaml).contains("${env:" + name + "}"));
      }
      Pattern.compile("\\$\\{env:(SECRET_[A-Z0-9_]+)}")
          .matcher(yaml)
          .results()
          .forEach(
              found -> assertThat(pod.spec().toString()).contains("\"" + found.group(1) + "\""));
    }
  }

  @Test
  void everyVariableIsOneThatTheNodeReads() {
    var known =
        Stream.concat(
                Arrays.stream(NodeKey.values()).map(NodeKey::variable), Stream.of("ALLUVIUM_HEAP"))
            .toList();
    for (var pod : chart.pods()) {
      for (var container : pod.containers()) {
        assertThat(each(container, "env"))
            .map(one -> one.get("name").getAsString())
            .filteredOn(name -> name.startsWith("ALLUVIUM_"))
            .allSatisfy(name -> assertThat(known).contains(name));
      }
    }
  }

  @Test
  void noSecretIsInAConfigMap() {
    for (var map : chart.all("ConfigMap")) {
      var yaml = at(map, "data").getAsJsonObject().get("alluvium.yaml");
      if (yaml != null) {
        assertThat(yaml.getAsString().lines())
            .filteredOn(line -> SECRET_KEY.matcher(line.strip().split(":", 2)[0]).find())
            .allSatisfy(line -> assertThat(line).contains(": ${"));
      }
    }
  }

  @Test
  void theNodeTakesEveryConfigurationThatIsWrittenForIt() throws IOException {
    for (var map : chart.all("ConfigMap")) {
      var yaml = at(map, "data").getAsJsonObject().get("alluvium.yaml");
      if (yaml != null) {
        assertThat(NodeSettings.read(directory, yaml.getAsString()).dataDir())
            .isEqualTo(Path.of("/var/lib/alluvium"));
      }
    }
  }

  @Test
  void everyPodMeetsTheRestrictedSecurityStandard() {
    for (var pod : chart.pods()) {
      var spec = pod.spec();
      assertThat(at(spec, "securityContext.runAsNonRoot").getAsBoolean()).isTrue();
      assertThat(at(spec, "securityContext.seccompProfile.type").getAsString())
          .isEqualTo("RuntimeDefault");
      assertThat(at(spec, "automountServiceAccountToken").getAsBoolean()).isFalse();
      assertThat(spec.keySet()).doesNotContain("hostNetwork", "hostPID", "hostIPC");
      for (var container : pod.containers()) {
        var context = container.getAsJsonObject("securityContext");
        assertThat(context.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
        assertThat(context.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
        assertThat(at(context, "capabilities.drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(find(context, "capabilities.add")).isEmpty();
        assertThat(find(context, "privileged")).isEmpty();
        assertThat(each(container, "ports")).noneMatch(port -> port.has("hostPort"));
        assertThat(find(container, "resources.limits.memory")).as(pod.name()).isPresent();
      }
      for (var volume : pod.volumes()) {
        var kinds = new HashSet<>(volume.keySet());
        kinds.remove("name");
        assertThat(RESTRICTED_VOLUMES).containsAll(kinds);
      }
    }
  }

  @Test
  void nothingComesOrGoesUnlessAPolicySaysSo() {
    var policies = chart.all("NetworkPolicy");
    if (set.endsWith("bare.yaml")) {
      assertThat(policies).isEmpty();
      return;
    }
    var deny = policies.stream().filter(one -> nameOf(one).endsWith("-deny")).findFirst();

    assertThat(at(deny.orElseThrow(), "spec.policyTypes").toString())
        .isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(at(deny.orElseThrow(), "spec").getAsJsonObject().keySet())
        .doesNotContain("ingress", "egress");
    assertThat(chart.pods())
        .allMatch(pod -> pod.matches(at(deny.orElseThrow(), "spec.podSelector.matchLabels")));
    for (var policy : policies) {
      Stream.concat(each(policy, "spec.egress").stream(), each(policy, "spec.ingress").stream())
          .forEach(rule -> assertThat(each(rule, "ports")).isNotEmpty());
    }
  }

  @Test
  void aChangedConfigurationIsANewPod() {
    for (var kind : List.of("Deployment", "StatefulSet")) {
      for (var workload : chart.all(kind)) {
        assertThat(
                at(workload, "spec.template.metadata.annotations")
                    .getAsJsonObject()
                    .get("checksum/config")
                    .getAsString())
            .matches("[0-9a-f]{64}");
      }
    }
  }

  /** Rewritten with {@code -Dgolden.write=true}; what has changed is then read in the diff. */
  @Test
  void theRenderingIsTheOneThatWasLookedAt() throws IOException {
    var golden = Path.of("src/test/resources/golden").resolve(set.getFileName());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, chart.text());
    }

    assertThat(chart.text()).isEqualTo(Files.readString(golden));
  }

  private List<Pod> selected(JsonElement labels) {
    return chart.pods().stream().filter(pod -> pod.matches(labels)).toList();
  }

  private static List<String> portsOf(JsonObject service) {
    return each(service, "spec.ports").stream()
        .map(port -> port.get("name").getAsString())
        .toList();
  }

  private Optional<String> alluviumYaml(Pod pod) {
    return pod.volumes().stream()
        .filter(volume -> volume.get("name").getAsString().equals("config"))
        .findFirst()
        .flatMap(volume -> chart.find("ConfigMap", at(volume, "configMap.name").getAsString()))
        .map(map -> at(map, "data").getAsJsonObject().get("alluvium.yaml").getAsString());
  }

  private static Set<String> secretsOf(RenderedChart chart) {
    var names = new HashSet<String>();
    for (var pod : chart.pods()) {
      for (var container : pod.containers()) {
        each(container, "env")
            .forEach(one ->
                find(one, "valueFrom.secretKeyRef.name")
                    .ifPresent(name -> names.add(name.getAsString())));
        each(container, "envFrom")
            .forEach(one -> names.add(at(one, "secretRef.name").getAsString()));
      }
      pod.volumes()
          .forEach(volume ->
              find(volume, "secret.secretName").ifPresent(name -> names.add(name.getAsString())));
    }
    for (var ingress : chart.all("Ingress")) {
      each(ingress, "spec.tls").forEach(tls -> names.add(tls.get("secretName").getAsString()));
    }
    return names;
  }
}
