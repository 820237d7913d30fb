package io.alluvium.app.it;

import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.conversations.ExtractiveSummariser;
import io.alluvium.topology.conversations.SummaryWorker;
import java.nio.file.Path;
import java.util.Map;

/** A worker that writes summaries in a process of its own, to be killed. */
final class SummaryProcess {
  static final String GROUP = "test-summaries";

  private SummaryProcess() {}

  static Process start(TopologyBed bed, Path log) throws Exception {
    return ChildJvm.start(
        SummaryProcess.class,
        "256m",
        ProcessBuilder.Redirect.appendTo(log.toFile()),
        bed.bootstrapServers(),
        bed.registryUrl());
  }

  static SummaryWorker worker(String bootstrapServers, String registryUrl) {
    var place =
        new SummaryWorker.Place(
            TopologyBed.TOPICS,
            TopologyBed.PARTITIONS,
            SchemaRegistryClient.of(registryUrl),
            GROUP,
            "one",
            Map.of("bootstrap.servers", bootstrapServers));
    return SummaryWorker.start(place, new ExtractiveSummariser());
  }

  public static void main(String[] arguments) throws Exception {
    try (var worker = worker(arguments[0], arguments[1])) {
      Thread.currentThread().join();
    }
  }
}
