package io.alluvium.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Ports;
import io.alluvium.app.doctor.Finding.Level;
import io.alluvium.app.node.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  @TempDir private Path directory;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void configure() throws IOException {
    var ports = Ports.free(3);
    settings.put("data.dir", directory.resolve("data").toString());
    settings.put("http.port", Integer.toString(ports[0]));
    settings.put("kafka.port", Integer.toString(ports[1]));
    settings.put("connect.port", Integer.toString(ports[2]));
  }

  @Test
  void findsNothingWrongWhereAllIsWell() {
    assertThat(examine(List.of(), Map.of()))
        .filteredOn(finding -> finding.level() == Level.FAIL)
        .isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void saysWhatToDoAboutATakenPort() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("kafka.port", Integer.toString(taken.getLocalPort()));
      assertThat(failures())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("port " + taken.getLocalPort());
            assertThat(finding.remedy()).contains("--kafka-port");
          });
    }
  }

  @Test
  void seesADataDirectoryThatIsNoneOrOfANewerFormat() throws IOException {
    var file = Files.writeString(directory.resolve("data"), "x");
    assertThat(failures()).extracting(Finding::check).containsExactly("data directory");
    Files.delete(file);
    Files.createDirectories(file);
    Files.writeString(file.resolve("format"), DataDirectory.FORMAT + 1 + "\n");
    assertThat(failures()).extracting(Finding::check).containsExactly("data format");
  }

  @Test
  void seesThatAnotherProcessHoldsTheDataDirectory() {
    try (var held = DataDirectory.open(directory.resolve("data"))) {
      assertThat(held.root()).exists();
      assertThat(failures()).extracting(Finding::check).containsExactly("lock");
    }
  }

  @Test
  void asksTheConfiguredKafkaAndRegistry() {
    settings.put("bootstrap.servers", "127.0.0.1:" + settings.get("kafka.port"));
    settings.put("schema.registry.url", "http://127.0.0.1:" + settings.get("http.port"));
    assertThat(failures()).extracting(Finding::check).containsExactly("kafka", "registry");
  }

  @Test
  void looksAtWatchedDirectories() throws IOException {
    var watched = Files.createDirectories(directory.resolve("w/inner"));
    var findings = examine(List.of(watched.getParent(), directory.resolve("gone")), Map.of());
    assertThat(findings)
        .extracting(Finding::message)
        .contains(watched.getParent() + ", 2 directories");
    assertThat(findings)
        .filteredOn(finding -> finding.level() == Level.FAIL)
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("gone");
  }

  @Test
  void readsTheKernelsLimitWhole() throws IOException {
    var limit = Path.of("/proc/sys/fs/inotify/max_user_watches");
    assumeTrue(Files.isReadable(limit));
    Files.createDirectories(directory.resolve("w"));
    assertThat(examine(List.of(directory.resolve("w")), Map.of()))
        .filteredOn(finding -> finding.check().equals("inotify"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .matches("1 directories, [0-9]{4,} watches allowed");
  }

  @Test
  void warnsOfAVariableThatIsMisspelled() {
    assertThat(examine(List.of(), Map.of("ALLUVIUM_HTPP_PORT", "1", "ALLUVIUM_HEAP", "1g")))
        .filteredOn(finding -> finding.check().equals("environment"))
        .singleElement()
        .extracting(Finding::remedy)
        .isEqualTo("Did you mean ALLUVIUM_HTTP_PORT?");
  }

  @Test
  void judgesLimits() {
    assertThat(WatchedCheck.judge(10, 8_192).level()).isEqualTo(Level.OK);
    assertThat(WatchedCheck.judge(7_000, 8_192).level()).isEqualTo(Level.WARN);
    assertThat(WatchedCheck.judge(700_000, 8_192).remedy()).contains("=1400000");
    assertThat(LimitsCheck.judge(1_024).level()).isEqualTo(Level.FAIL);
    assertThat(LimitsCheck.judge(8_192).level()).isEqualTo(Level.WARN);
    assertThat(LimitsCheck.judge(1_048_576).level()).isEqualTo(Level.OK);
    var now = Instant.parse("2026-11-20T00:00:00Z");
    assertThat(ClockCheck.judge(now, now.plusSeconds(1)).level()).isEqualTo(Level.OK);
    assertThat(ClockCheck.judge(now, now.minusSeconds(3)).level()).isEqualTo(Level.WARN);
  }

  private List<Finding> failures() {
    return examine(List.of(), Map.of()).stream()
        .filter(finding -> finding.level() == Level.FAIL)
        .toList();
  }

  private List<Finding> examine(List<Path> watched, Map<String, String> environment) {
    return Doctor.examine(
        new Patient(NodeConfig.of(settings), Optional.empty(), watched, environment));
  }
}
