package io.alluvium.connectors.slack;

import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Reading;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what is found in a channel with what was published of it, and says what is news.
 *
 * <p>Messages of the window are known with a fingerprint; older ones are not, so that a channel of
 * any age costs the same.
 */
final class MessageLedger {
  private static final long HOUR_MICROS = 3_600_000_000L;

  private final KnownEntities known;
  private final MessageEvents events;
  private final Set<String> excluded;
  // Told by the socket since the walk began: what the walk listed may be older than that.
  private final Set<String> touched = new HashSet<>();

  /**
   * @param excluded subtypes that are not told
   */
  MessageLedger(KnownEntities known, MessageEvents events, Set<String> excluded) {
    this.known = known;
    this.events = events;
    this.excluded = excluded;
  }

  /** Bucket of a message: those of one hour share one, which is rewritten with each batch. */
  static int bucketOf(String id) {
    long hour = Ts.micros(Message.tsOf(id)) / HOUR_MICROS;
    return (int) Math.floorMod(hour, (long) KnownEntities.BUCKETS);
  }

  /** A walk begins: what it lists is newer than anything the socket told before. */
  void walkBegins() {
    touched.clear();
  }

  /**
   * What a message that a walk listed is to be told as; empty if it is no news.
   *
   * @param again whether to tell it even if it is known
   */
  Optional<Reading<ChannelPosition>> listed(Item.Listed item, WalkPlan plan, boolean again) {
    var message = item.message();
    if (touched.contains(message.id()) || excluded.contains(message.subtype())) {
      return Optional.empty();
    }
    if (!plan.isInWindow(message.micros())) {
      return item.news() || plan.isNews(message)
          ? Optional.of(observed(message, false, Optional.empty(), item.at()))
          : Optional.empty();
    }
    return compared(message, again, item.at());
  }

  /** What a message that the socket told of is to be told as. */
  Optional<Reading<ChannelPosition>> fresh(Message message, long windowStart, ChannelPosition at) {
    if (excluded.contains(message.subtype())) {
      return Optional.empty();
    }
    touched.add(message.id());
    return message.micros() >= windowStart
        ? compared(message, false, at)
        : Optional.of(observed(message, true, Optional.empty(), at));
  }

  private Optional<Reading<ChannelPosition>> compared(
      Message message, boolean again, ChannelPosition at) {
    var before = Fingerprint.decode(known.fingerprint(message.id()));
    var content = Fingerprint.contentOf(message);
    if (!again && before.filter(one -> one.content().equals(content)).isPresent()) {
      return Optional.empty();
    }
    var thread = before.map(Fingerprint::thread).orElse("");
    var change = KnownChange.exists(message.id(), new Fingerprint(content, thread).encode());
    return Optional.of(observed(message, before.isPresent(), Optional.of(change), at));
  }

  private Reading<ChannelPosition> observed(
      Message message, boolean wasKnown, Optional<KnownChange> change, ChannelPosition at) {
    return new Reading.Observed<>(events.exists(message, wasKnown), change, at);
  }

  /** What the end of a message is to be told as; empty if nobody was told of the message. */
  Optional<Reading<ChannelPosition>> gone(Item.Gone item, ChannelPosition position) {
    var id = item.id();
    boolean wasKnown = known.contains(id);
    if (!wasKnown && !item.always()) {
      return Optional.empty();
    }
    touched.add(id);
    var ts = Message.tsOf(id);
    var parent = Message.threadOf(id);
    var event =
        events.deleted(
            parent.isEmpty() ? ts : parent, ts, item.deletion(), item.when().orElse(null));
    var change = wasKnown ? Optional.of(KnownChange.gone(id)) : Optional.<KnownChange>empty();
    return Optional.of(new Reading.Observed<>(event, change, item.at().orElse(position)));
  }

  /** All replies to a parent were listed: until its count or its newest changes, none is new. */
  void threadRead(Message parent) {
    Fingerprint.decode(known.fingerprint(parent.id()))
        .map(before -> new Fingerprint(before.content(), Fingerprint.threadOf(parent)))
        .ifPresent(now -> known.apply(KnownChange.exists(parent.id(), now.encode())));
  }

  /** Forgets messages that have become too old to be compared. */
  void forgetBefore(long windowStart) {
    for (var id : known.idsUnder("")) {
      if (Ts.micros(Message.tsOf(id)) < windowStart) {
        known.apply(KnownChange.gone(id));
      }
    }
  }
}
