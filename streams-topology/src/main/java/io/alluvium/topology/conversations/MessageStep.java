package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.topology.RecordKeys;
import io.alluvium.topology.store.CrashSafeStore;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullUnmarked;

/**
 * Makes messages of events, one for each conversation that the event is said in, with the
 * conversation as key.
 *
 * <p>Remembers in the store {@code conversations-of} where an entity was said, because a tombstone
 * does not tell, and a message may move: where it no longer is, it is removed.
 */
final class MessageStep
    implements ProcessorSupplier<byte[], EnrichedEvent, byte[], ConversationMessage> {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "conversations-of";

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
            CrashSafeStore.supplier(STORE), Serdes.String(), Serdes.String()));
  }

  @Override
  public Processor<byte[], EnrichedEvent, byte[], ConversationMessage> get() {
    return new Say();
  }

  // What init() sets is not null in process(), by the contract of Processor.
  @NullUnmarked
  private static final class Say
      implements Processor<byte[], EnrichedEvent, byte[], ConversationMessage> {
    private ProcessorContext<byte[], ConversationMessage> context;
    private KeyValueStore<String, String> store;

    @Override
    public void init(ProcessorContext<byte[], ConversationMessage> context) {
      this.context = context;
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], EnrichedEvent> record) {
      var event = record.value().getEvent();
      if (!event.getCurrent() || !Talk.mayBe(event)) {
        return;
      }
      var stored = store.get(event.getEntityKey());
      var before = stored == null ? List.<String>of() : List.of(stored.split(RecordKeys.SEPARATOR));
      var message = Talk.message(event);
      var now = message.isPresent() ? Talk.conversations(event) : List.<String>of();
      before.stream()
          .filter(conversation -> !now.contains(conversation))
          .forEach(conversation -> forward(record, conversation, Talk.removal(event)));
      message.ifPresent(said -> now.forEach(conversation -> forward(record, conversation, said)));
      if (!now.equals(before)) {
        store.put(
            event.getEntityKey(), now.isEmpty() ? null : String.join(RecordKeys.SEPARATOR, now));
      }
    }

    private void forward(
        Record<byte[], EnrichedEvent> record, String conversation, ConversationMessage message) {
      context.forward(
          record
              .withKey(conversation.getBytes(UTF_8))
              .withValue(message)
              .withHeaders(new RecordHeaders()));
    }
  }
}
