package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.status.SummaryStatus;
import io.alluvium.models.llm.Llm;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.conversations.ExtractiveSummariser;
import io.alluvium.topology.conversations.LlmSummariser;
import io.alluvium.topology.conversations.SummaryWorker;
import java.util.Optional;

/** What writes summaries of conversations, with or without a language model. */
final class SummariesPart implements AutoCloseable {
  private final Optional<Llm> llm;
  private final SummaryWorker worker;

  private SummariesPart(Optional<Llm> llm, SummaryWorker worker) {
    this.llm = llm;
    this.worker = worker;
  }

  static SummariesPart start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var llm = config.llm().map(model -> new Llm(model, directory.llmCost()));
    var place =
        new SummaryWorker.Place(
            config.topics(),
            config.topicPartitions(),
            registry,
            Readers.of(config).summaries(),
            directory.nodeId(config),
            kafka.clientConfig());
    var worker =
        llm.map(model -> SummaryWorker.start(place, new LlmSummariser(model, config.llmPrivate())))
            .orElseGet(() -> SummaryWorker.start(place, new ExtractiveSummariser()));
    return new SummariesPart(llm, worker);
  }

  /** What keeps it from working, if something does. */
  Optional<String> error() {
    return worker.error();
  }

  SummaryStatus status() {
    return new SummaryStatus(worker.counts(), llm.map(Llm::status));
  }

  @Override
  public void close() {
    worker.close();
  }
}
