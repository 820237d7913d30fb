package io.alluvium.app.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConnectorStateTest {
  @Test
  void tellsTheInnermostCauseWithoutItsClass() {
    var trace =
        """
        org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from producer send callback
        \tat org.apache.kafka.connect.runtime.Worker.run(Worker.java:1)
        Caused by: java.nio.file.NoSuchFileException: /gone
        \t... 3 more
        """;
    assertThat(new ConnectorState.TaskState(0, "FAILED", trace).failure()).contains("/gone");
  }

  @Test
  void tellsTheOnlyLineThereIs() {
    var trace =
        "org.apache.kafka.connect.errors.ConnectException: No such directory: /gone\n\tat x";
    assertThat(new ConnectorState.TaskState(0, "FAILED", trace).failure())
        .contains("No such directory: /gone");
  }
}
