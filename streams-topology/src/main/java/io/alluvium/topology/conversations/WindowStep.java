package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.topology.Pulse;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.NullUnmarked;

/**
 * Gathers messages in windows, and publishes a window that is due to be summarised, by the rules of
 * {@link Windows}.
 *
 * <p>Hears from the summaries themselves that one is written: both come by the key of the
 * conversation, so both are in one task.
 */
final class WindowStep implements ProcessorSupplier<byte[], Heard, byte[], ConversationWindow> {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** Some 100 ms of work: short enough for the messages behind it. */
  private static final int PUBLISH_LIMIT = 100;

  private final WindowRules rules;

  WindowStep(WindowRules rules) {
    this.rules = rules;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(WindowStore.builder());
  }

  @Override
  public Processor<byte[], Heard, byte[], ConversationWindow> get() {
    return new Gather(rules);
  }

  // What init() sets is not null in process(), by the contract of Processor.
  @NullUnmarked
  private static final class Gather
      implements Processor<byte[], Heard, byte[], ConversationWindow> {
    private final WindowRules rules;
    private ProcessorContext<byte[], ConversationWindow> context;
    private Windows windows;
    private Pulse pulse;

    Gather(WindowRules rules) {
      this.rules = rules;
    }

    @Override
    public void init(ProcessorContext<byte[], ConversationWindow> context) {
      this.context = context;
      KeyValueStore<Bytes, byte[]> store = context.getStateStore(WindowStore.STORE);
      windows = new Windows(new WindowStore(store), rules);
      var look = rules.quiet().compareTo(LONGEST_LOOK) < 0 ? rules.quiet() : LONGEST_LOOK;
      pulse = new Pulse(context, look, this::publish);
      pulse.start();
    }

    @Override
    public void process(Record<byte[], Heard> record) {
      var now = context.currentSystemTimeMs();
      switch (record.value()) {
        case Heard.Message(var message) ->
            windows.hear(new String(record.key(), UTF_8), message, now);
        case Heard.Summary(var id) ->
            Window.ofRecordKey(record.key())
                .ifPresent(window -> windows.summarised(window, id.orElse(null), now));
      }
      pulse.start();
    }

    private boolean publish(long now) {
      windows.publishDue(
          now,
          PUBLISH_LIMIT,
          window ->
              context.forward(
                  new Record<>(Window.of(window).recordKey(), window, now, new RecordHeaders())));
      return windows.isWaiting();
    }
  }
}
