package io.alluvium.topology.conversations;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.Inlet;
import io.alluvium.topology.StoreSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/** The way from events to windows of conversations that are due to be summarised. */
public final class Conversations {
  private Conversations() {}

  /** Windows that are due, by their key; the summaries of them are heard again. */
  public static KStream<byte[], ConversationWindow> of(
      StreamsBuilder builder, KStream<byte[], EnrichedEvent> enriched, EnrichConfig config) {
    var messages =
        enriched
            .process(new MessageStep(), Named.as("message"))
            // A conversation has many entities: its messages come together by its own key.
            .repartition(
                Repartitioned.with(Serdes.ByteArray(), StoreSerde.of(ConversationMessage.class))
                    .withName("messages")
                    .withNumberOfPartitions(config.partitions()))
            .mapValues(Heard::of, Named.as("said"));
    var summaries =
        builder.stream(config.topics().summaries(), Inlet.bytes("summary"))
            .processValues(Heard::summaries, Named.as("summarised"));
    return messages
        .merge(summaries, Named.as("heard"))
        .process(new WindowStep(config.conversations()), Named.as("conversation"));
  }
}
