package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.ItemRetries;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;

/** What the socket tells about one channel, as items. */
final class LiveEvents {
  private final ChannelScope channel;
  private final String source;
  private final Optional<SocketHub> hub;
  private final ChannelCalls calls;
  private final ItemRetries retries;
  private final Inbox inbox = new Inbox();

  LiveEvents(
      ChannelScope channel,
      String source,
      Optional<SocketHub> hub,
      ChannelCalls calls,
      ItemRetries retries) {
    this.channel = channel;
    this.source = source;
    this.hub = hub;
    this.calls = calls;
    this.retries = retries;
    hub.ifPresent(joined -> joined.subscribe(source, channel.id(), inbox));
  }

  /** Whether events arrive now. */
  boolean isLive() {
    return hub.filter(SocketHub::isLive).isPresent();
  }

  /**
   * Whether all events arrive in this process. They do not where another one reads other channels
   * of the source: Slack sends each event to one connection of the app, whoever holds it.
   */
  boolean tellsAll() {
    return isLive()
        && hub.filter(joined -> joined.channelsOf(source) >= channel.selected()).isPresent();
  }

  /** Whether something may have been missed since this was asked last. */
  boolean takeInterruption() {
    return inbox.takeInterruption();
  }

  /**
   * Adds what has arrived, in order.
   *
   * @param limit most events to look at
   */
  void take(Deque<Item> to, int limit) throws IOException {
    for (int i = 0; i < limit; i++) {
      var event = inbox.peek();
      if (event.isEmpty()) {
        return;
      }
      try {
        item(event.get()).ifPresent(to::add);
        inbox.drop();
      } catch (RateLimitedException e) {
        // Others can be told without asking Slack.
        inbox.postpone(e.until());
      }
    }
  }

  private Optional<Item> item(JsonNode event) throws IOException {
    if (event.path("type").asText("").startsWith("reaction_")) {
      var ts = event.path("item").path("ts").asText("");
      return asked(ts, ts);
    }
    var subtype = event.path("subtype").asText("");
    return switch (subtype) {
      case "message_changed" -> changed(event);
      case "message_deleted" -> Optional.of(deleted(event));
      // Says that a parent has one reply more; the reply comes by itself.
      case "message_replied" -> Optional.empty();
      default -> Optional.of(new Item.Fresh(new Message(event)));
    };
  }

  private Optional<Item> changed(JsonNode event) throws IOException {
    var message = new Message(event.path("message"));
    if (message.isTombstone()) {
      return Optional.of(gone(message, event));
    }
    // The event does not show the reactions, and a message is told of as a whole.
    return asked(message.thread(), message.ts());
  }

  private static Item deleted(JsonNode event) {
    var previous = new Message(event.path("previous_message"));
    var ts = event.path("deleted_ts").asText("");
    return previous.ts().equals(ts)
        ? gone(previous, event)
        : new Item.Gone(ts, "stated", at(event), true, Optional.empty());
  }

  private static Item gone(Message message, JsonNode event) {
    return new Item.Gone(message.id(), "stated", at(event), true, Optional.empty());
  }

  private static Optional<Instant> at(JsonNode event) {
    return Optional.of(event.path("event_ts").asText(""))
        .filter(ts -> !ts.isEmpty())
        .map(Ts::instant);
  }

  private Optional<Item> asked(String thread, String ts) throws IOException {
    var subject = Walk.THREAD + ts;
    var outcome = retries.attempt(subject, () -> calls.message(thread, ts));
    if (outcome instanceof ItemRetries.Outcome.Read<Optional<Message>> read) {
      return read.value().filter(message -> !message.isTombstone()).map(Item.Fresh::new);
    }
    var givenUp = (ItemRetries.Outcome.GivenUp<Optional<Message>>) outcome;
    var why = "A change of a message cannot be read: " + givenUp.why();
    return Optional.of(new Item.Say(new Reading.Failed<>(subject, FailureReason.UNREADABLE, why)));
  }

  void close() {
    hub.ifPresent(joined -> joined.unsubscribe(source, channel.id(), inbox));
  }
}
