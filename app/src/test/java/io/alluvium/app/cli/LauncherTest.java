package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.Alluvium;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the launcher beside a program that does not exist: a Java that only says how it is called.
 */
final class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "alluvium").toAbsolutePath().normalize();

  private record Outcome(int code, String out, String err) {}

  @TempDir private Path directory;
  private Path installation;

  @BeforeEach
  void install() throws IOException {
    installation = Files.createDirectories(directory.toRealPath().resolve("opt/alluvium"));
    Files.copy(LAUNCHER, installation.resolve("alluvium"));
    executable(installation.resolve("alluvium"));
    Files.createDirectories(installation.resolve("lib"));
    Files.writeString(installation.resolve("lib/alluvium-app-1.2.jar"), "");
  }

  @Test
  void isSoundBash() throws IOException {
    assertThat(run(List.of("bash", "-n", LAUNCHER.toString()), Map.of()).err()).isEmpty();
  }

  @Test
  void runsAClientCommandForAQuickStart() throws IOException {
    var outcome =
        launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("25.0.1")), "search", "two words", "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "two words", "--json")
        .contains(installation.resolve("lib/alluvium-app-1.2.jar").toString())
        .doesNotContain("jdk.incubator.vector");
  }

  @Test
  void runsANodeWithItsFlagsAndLetsTheUserChangeThem() throws IOException {
    var environment =
        Map.of(
            "ALLUVIUM_JAVA_HOME", jdk("26"),
            "ALLUVIUM_HEAP", "3g",
            "JAVA_OPTS", "-Da=b -Xss1m",
            "ALLUVIUM_AOT", "off");
    var outcome = launch(environment, "up", "--watch", ".");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .contains("-Xmx3g", "jdk.incubator.vector", "-Da=b", "-Xss1m", "up", "--watch", ".")
        .noneMatch(flag -> flag.startsWith("-XX:AOTCache"));
  }

  @Test
  void usesTheCacheForANodeWhenItIsThere() throws IOException {
    Files.writeString(installation.resolve("alluvium.aot"), "");
    var outcome = launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("25")), "up");
    assertThat(outcome.out().lines())
        .contains("-Xmx1g", "-XX:AOTCache=" + installation.resolve("alluvium.aot"));
  }

  @Test
  void goesOnWithoutTheCacheWhenItCannotBeMade() throws IOException {
    // This Java says how it was called and makes no file.
    var outcome = launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("25")), "up");
    assertThat(outcome.err()).contains("Preparing a faster start", "Going on without it");
    assertThat(outcome.out().lines()).contains("up");
    assertThat(launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("25")), "up").err()).isEmpty();
  }

  @Test
  void putsFurtherConnectorsOnTheClassPath() throws IOException {
    var connectors = Files.createDirectories(directory.toRealPath().resolve("my connectors"));
    var environment =
        Map.of(
            "ALLUVIUM_JAVA_HOME", jdk("25"),
            "ALLUVIUM_CONNECTORS", connectors.toString(),
            "ALLUVIUM_AOT", "off");
    var jar = installation.resolve("lib/alluvium-app-1.2.jar");
    assertThat(launch(environment, "up").out().lines())
        .containsSequence("-cp", jar + ":" + connectors + "/*", Alluvium.class.getName(), "up");
    Files.delete(connectors);
    assertThat(launch(environment, "up").err()).contains("is no directory").hasLineCount(1);
  }

  @Test
  void findsItsPlaceThroughSymbolicLinks() throws IOException {
    var link = directory.resolve("al");
    Files.createSymbolicLink(directory.resolve("second"), installation.resolve("alluvium"));
    Files.createSymbolicLink(link, Path.of("second"));
    var outcome = run(List.of(link.toString(), "version"), Map.of("ALLUVIUM_JAVA_HOME", jdk("25")));
    assertThat(outcome.out()).contains(installation.toString());
  }

  @Test
  void refusesAJavaThatIsTooOld() throws IOException {
    var outcome = launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("21.0.2")), "version");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("is not a JDK 25 or newer").hasLineCount(1);
  }

  @Test
  void prefersTheNamedJavaAndPassesAnOldOneOver() throws IOException {
    var outcome = launch(Map.of("JAVA_HOME", jdk("25.0.3")), "version");
    assertThat(outcome.out()).contains("java of " + jdk("25.0.3"));
    var old = launch(Map.of("JAVA_HOME", jdk("17.0.1")), "version");
    assertThat(old.out()).doesNotContain("java of " + jdk("17.0.1"));
  }

  @Test
  void saysWhenThereIsNoProgram() throws IOException {
    Files.delete(installation.resolve("lib/alluvium-app-1.2.jar"));
    var outcome = launch(Map.of("ALLUVIUM_JAVA_HOME", jdk("25")), "version");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("There is no program in");
  }

  @Test
  void passesTheExitCodeOn() throws IOException {
    var jdk = jdk("25");
    Files.writeString(Path.of(jdk, "bin", "java"), "#!/bin/sh\nexit 7\n");
    assertThat(launch(Map.of("ALLUVIUM_JAVA_HOME", jdk), "search").code()).isEqualTo(7);
  }

  private Outcome launch(Map<String, String> environment, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(installation.resolve("alluvium").toString());
    command.addAll(List.of(arguments));
    return run(command, environment);
  }

  private Outcome run(List<String> command, Map<String, String> environment) throws IOException {
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ALLUVIUM_"));
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_OPTS"));
    builder.environment().putAll(environment);
    int code = builder.start().onExit().join().exitValue();
    return new Outcome(code, read(out), read(err));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** A directory that looks like a JDK; its java prints its home and its arguments. */
  private String jdk(String version) throws IOException {
    var home = directory.toRealPath().resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    var java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho \"java of " + home + "\"\nprintf '%s\\n' \"$@\"\n");
    executable(java);
    return home.toString();
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
