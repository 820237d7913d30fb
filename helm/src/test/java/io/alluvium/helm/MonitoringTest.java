package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.at;
import static io.alluvium.helm.RenderedChart.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards speak of metrics that there are, and lead to runbooks that can be run. */
final class MonitoringTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
  private static final Path APP = ROOT.resolve("app/src/main/java/io/alluvium/app");

  /** Of Prometheus, of the kubelet, and of Micrometer's JVM metrics that a node binds. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "up",
          "kubelet_volume_stats_available_bytes",
          "kubelet_volume_stats_capacity_bytes",
          "jvm_memory_used_bytes",
          "process_cpu_usage");

  @Test
  void everyAlertSpeaksOfMetricsThatThereAre() throws IOException {
    var known = metrics();
    for (var rule : rules()) {
      var used = metricsIn(rule.get("expr").getAsString());
      assertThat(used).as(rule.get("alert").getAsString()).isNotEmpty();
      assertThat(known).as(rule.get("alert").getAsString()).containsAll(used);
    }
  }

  @Test
  void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws IOException {
    var named = new TreeSet<String>();
    for (var rule : rules()) {
      var url = at(rule, "annotations.runbook_url").getAsString();
      var file = url.substring(url.lastIndexOf('/') + 1);
      named.add(file);
      assertThat(RUNBOOKS.resolve(file))
          .content()
          .contains(rule.get("alert").getAsString())
          .contains("## Do");
    }
    try (var files = Files.list(RUNBOOKS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(named.stream(), Stream.of("README.md")).toList());
    }
  }

  @Test
  void everyCommandOfARunbookExists() throws IOException {
    var commands = new TreeSet<String>();
    try (var files = Files.list(APP.resolve("cli"))) {
      for (var file : files.toList()) {
        Pattern.compile("name = \"([a-z-]+)\"")
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> commands.add(found.group(1)));
      }
    }
    try (var files = Files.list(RUNBOOKS)) {
      for (var file : files.toList()) {
        var text = Files.readString(file);
        Pattern.compile("-- alluvium ([a-z-]+)")
            .matcher(text)
            .results()
            .forEach(found -> assertThat(commands).as(found.group()).contains(found.group(1)));
        Pattern.compile("-- alluvium (?:sources|tiers|dead-letters) ([a-z-]+)")
            .matcher(text)
            .results()
            .forEach(found -> assertThat(commands).as(found.group()).contains(found.group(1)));
      }
    }
  }

  @Test
  void everyPanelShowsMetricsThatThereAre() throws IOException {
    var known = metrics();
    for (var dashboard : dashboards()) {
      for (var panel : each(dashboard, "panels")) {
        assertThat(panel.get("title").getAsString()).isNotBlank();
        assertThat(at(panel, "fieldConfig.defaults.unit").getAsString()).isNotBlank();
        for (var target : each(panel, "targets")) {
          var used = metricsIn(target.get("expr").getAsString());
          assertThat(used).as(panel.get("title").getAsString()).isNotEmpty();
          assertThat(known).as(panel.get("title").getAsString()).containsAll(used);
        }
      }
    }
  }

  @Test
  void noTwoPanelsLieOnEachOther() throws IOException {
    for (var dashboard : dashboards()) {
      var places = new ArrayList<String>();
      for (var panel : each(dashboard, "panels")) {
        var grid = panel.getAsJsonObject("gridPos");
        int x = grid.get("x").getAsInt();
        int y = grid.get("y").getAsInt();
        assertThat(x + grid.get("w").getAsInt()).isLessThanOrEqualTo(24);
        for (int column = x; column < x + grid.get("w").getAsInt(); column++) {
          for (int row = y; row < y + grid.get("h").getAsInt(); row++) {
            places.add(column + "," + row);
          }
        }
      }
      assertThat(places).doesNotHaveDuplicates();
    }
  }

  private static List<JsonObject> rules() {
    var chart = RenderedChart.of(RenderedChart.CHART.resolve("ci/monitored.yaml"));
    return chart.all("PrometheusRule").stream()
        .flatMap(one -> each(one, "spec.groups").stream())
        .flatMap(group -> each(group, "rules").stream())
        .toList();
  }

  private static List<JsonObject> dashboards() throws IOException {
    var dashboards = new ArrayList<JsonObject>();
    try (var files = Files.list(RenderedChart.CHART.resolve("dashboards"))) {
      for (var file : files.toList()) {
        dashboards.add(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
      }
    }
    assertThat(dashboards).isNotEmpty();
    return dashboards;
  }

  /** Names as a node shows them, from where it gives them. */
  private static Set<String> metrics() throws IOException {
    var names = new TreeSet<>(OF_OTHERS);
    try (var files = Files.list(APP.resolve("metrics"))) {
      for (var file : files.toList()) {
        var text = Files.readString(file);
        Pattern.compile("\"((?:alluvium|kafka)\\.[a-z.]+)\"")
            .matcher(text)
            .results()
            .forEach(found -> names.add(found.group(1)));
        Pattern.compile("\\b(postgres|similar)\\(\"([a-z-]+)\"")
            .matcher(text)
            .results()
            .forEach(found -> names.add(prefix(found.group(1)) + found.group(2)));
      }
    }
    return names.stream().map(name -> name.replaceAll("[.-]", "_")).collect(Collectors.toSet());
  }

  private static String prefix(String method) {
    return method.equals("postgres") ? "alluvium.postgres." : "alluvium.near.duplicates.";
  }

  private static Set<String> metricsIn(String expression) {
    var bare =
        expression
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\[[^]]*]", "")
            .replaceAll("\\bby \\([^)]*\\)", "");
    return Pattern.compile("\\b(up|[a-z]+_[a-z_]+)\\b(?!\\()")
        .matcher(bare)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
