package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationState;
import io.alluvium.topology.StoreSerde;
import io.alluvium.topology.store.CrashSafeStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code conversations}: every message of every window, and when windows are due. Never
 * expires, because a message may be edited or deleted at any time.
 *
 * <p>Four kinds of keys share it, all but the last beginning with the conversation. {@code e} +
 * message: the window it lies in. {@code m} + window + message: what was said, so that a window is
 * one range. {@code w} + window: its state. {@code d} + time + window: empty, in order of time, so
 * that looking for what is due reads nothing else.
 */
final class WindowStore {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "conversations";

  private static final byte PLACE = 'e';
  private static final byte MESSAGE = 'm';
  private static final byte STATE = 'w';
  private static final byte DUE = 'd';
  private static final byte END_OF_NAME = 0;
  private static final byte[] EMPTY = {1};
  private static final Serde<ConversationMessage> MESSAGES =
      StoreSerde.of(ConversationMessage.class);
  private static final Serde<ConversationState> STATES = StoreSerde.of(ConversationState.class);

  private final KeyValueStore<Bytes, byte[]> store;

  /** Nothing lies before it: a look does not step over what earlier ones have deleted. */
  private long lookedTo;

  WindowStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.supplier(STORE), Serdes.Bytes(), Serdes.ByteArray());
  }

  /** The window in which a message lies; null if it is not known. */
  @Nullable Window place(String conversation, String entityKey) {
    var value = store.get(placeKey(conversation, entityKey));
    if (value == null) {
      return null;
    }
    var times = ByteBuffer.wrap(value);
    return new Window(
        conversation, Instant.ofEpochMilli(times.getLong()), Instant.ofEpochMilli(times.getLong()));
  }

  Optional<ConversationMessage> message(Window window, String entityKey) {
    return Optional.ofNullable(store.get(messageKey(window, entityKey)))
        .map(bytes -> MESSAGES.deserializer().deserialize(STORE, bytes));
  }

  void put(Window window, ConversationMessage message) {
    store.put(placeKey(window.conversation(), message.getEntityKey()), times(window));
    store.put(
        messageKey(window, message.getEntityKey()),
        MESSAGES.serializer().serialize(STORE, message));
  }

  void remove(Window window, String entityKey) {
    store.delete(placeKey(window.conversation(), entityKey));
    store.delete(messageKey(window, entityKey));
  }

  /** Shows every message of a window, in no order that matters. */
  void messages(Window window, Consumer<ConversationMessage> each) {
    try (var range = store.range(messageKey(window, ""), messageKey(window, "\uffff"))) {
      range.forEachRemaining(
          entry -> each.accept(MESSAGES.deserializer().deserialize(STORE, entry.value)));
    }
  }

  /** State of a window; a new one if nothing is known of it. */
  ConversationState state(Window window) {
    var bytes = store.get(stateKey(window));
    return bytes == null
        ? ConversationState.newBuilder().build()
        : STATES.deserializer().deserialize(STORE, bytes);
  }

  void put(Window window, ConversationState state) {
    store.put(stateKey(window), STATES.serializer().serialize(STORE, state));
  }

  void forget(Window window) {
    store.delete(stateKey(window));
  }

  /** Enters a window into the index of what is due. */
  void index(long time, Window window) {
    store.put(dueKey(time, window), EMPTY);
    lookedTo = Math.min(lookedTo, time);
  }

  void removeFromIndex(long time, Window window) {
    store.delete(dueKey(time, window));
  }

  /** Takes what is due at {@code now} out of the index, oldest first, at most {@code limit}. */
  void takeDue(long now, int limit, Consumer<Window> each) {
    var left = limit;
    try (var due = store.range(dueKey(lookedTo), dueKey(now + 1))) {
      while (left-- > 0 && due.hasNext()) {
        var key = due.next().key;
        lookedTo = ByteBuffer.wrap(key.get()).getLong(1);
        store.delete(key);
        each.accept(dueWindow(key));
      }
    }
  }

  /** True if any window is in the index of what is due, now or later. */
  boolean isWaiting() {
    try (var due = store.range(dueKey(lookedTo), dueKey(Long.MAX_VALUE))) {
      return due.hasNext();
    }
  }

  private static Bytes placeKey(String conversation, String entityKey) {
    var name = conversation.getBytes(UTF_8);
    var entity = entityKey.getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(2 + name.length + entity.length)
            .put(PLACE)
            .put(name)
            .put(END_OF_NAME)
            .put(entity)
            .array());
  }

  private static Bytes messageKey(Window window, String entityKey) {
    return key(MESSAGE, window, entityKey.getBytes(UTF_8));
  }

  private static Bytes stateKey(Window window) {
    return key(STATE, window, new byte[0]);
  }

  private static Bytes key(byte kind, Window window, byte[] rest) {
    var name = window.conversation().getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(2 + name.length + 2 * Long.BYTES + rest.length)
            .put(kind)
            .put(name)
            .put(END_OF_NAME)
            .put(times(window))
            .put(rest)
            .array());
  }

  private static Bytes dueKey(long time) {
    return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES).put(DUE).putLong(time).array());
  }

  private static Bytes dueKey(long time, Window window) {
    var name = window.conversation().getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(1 + 3 * Long.BYTES + name.length)
            .put(DUE)
            .putLong(time)
            .put(times(window))
            .put(name)
            .array());
  }

  private static Window dueWindow(Bytes key) {
    var fields = ByteBuffer.wrap(key.get(), 1 + Long.BYTES, key.get().length - 1 - Long.BYTES);
    var start = Instant.ofEpochMilli(fields.getLong());
    var end = Instant.ofEpochMilli(fields.getLong());
    return new Window(UTF_8.decode(fields).toString(), start, end);
  }

  private static byte[] times(Window window) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(window.start().toEpochMilli())
        .putLong(window.end().toEpochMilli())
        .array();
  }
}
