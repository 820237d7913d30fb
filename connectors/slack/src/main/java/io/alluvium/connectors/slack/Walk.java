package io.alluvium.connectors.slack;

import io.alluvium.connectors.ItemRetries;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a channel, backwards from its newest message, with the threads it meets. Takes
 * one call to Slack per step; when a call fails, the step can be repeated.
 */
final class Walk {
  /** What a thread, or a message in it, that cannot be read is called. */
  static final String THREAD = "thread ";

  // Slack's clock shows whole seconds, and a message may take a moment to be listed.
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final ChannelCalls calls;
  private final WalkPlan plan;
  private final KnownEntities known;
  private final ItemRetries retries;
  private final Instant startedAt = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Deque<Message> page = new ArrayDeque<>();
  private final Deque<ThreadWalk> oldThreads = new ArrayDeque<>();
  private final Shown shown;
  private final ChannelPosition begun;
  private final boolean resumed;
  private ChannelPosition at;
  private String nextCursor;
  private boolean more = true;
  private boolean judged;
  private int skippedThreads;
  private int count;
  private @Nullable ThreadWalk thread;

  Walk(
      ChannelCalls calls,
      WalkPlan plan,
      ChannelPosition position,
      KnownEntities known,
      ItemRetries retries) {
    this.calls = calls;
    this.plan = plan;
    this.known = known;
    this.shown = new Shown(plan, known);
    this.retries = retries;
    this.begun = position;
    this.resumed = !position.until().isEmpty();
    this.at = position;
    this.nextCursor = position.cursor();
    if (plan.first() && !position.thread().isEmpty()) {
      this.thread = ThreadWalk.rest(position.thread(), position.reply());
    }
  }

  WalkPlan plan() {
    return plan;
  }

  Instant startedAt() {
    return startedAt;
  }

  /**
   * As of when it shows what there is: what changed above where a former one had come to, after
   * that had begun, it does not.
   */
  Instant asOf() {
    return resumed ? Ts.instant(begun.until()) : startedAt;
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** ts before which this walk has shown everything; empty before its first page. */
  String until() {
    return at.until();
  }

  /** Calls it took. */
  int calls() {
    return count;
  }

  /** Whether no thread was left out for looking unchanged: an edit of a reply does not show. */
  boolean readAllThreads() {
    return skippedThreads == 0;
  }

  /** Whether what it did not show has been told. */
  boolean isJudged() {
    return judged;
  }

  void judged() {
    judged = true;
  }

  /** Whether it showed everything since it began, not only what a former one had left. */
  boolean isWhole() {
    return !resumed;
  }

  /** Goes on by one call at most. */
  void step(Consumer<Item> out) throws IOException {
    if (thread != null) {
      readThread(thread, out);
    } else if (page.isEmpty() && more) {
      readPage(out);
    }
    while (thread == null && !page.isEmpty()) {
      take(page.poll(), out);
    }
    if (thread == null && page.isEmpty() && !more) {
      var next = oldThreads.poll();
      if (next != null) {
        thread = next;
      } else {
        out.accept(new Item.Finished());
      }
    }
  }

  private void readPage(Consumer<Item> out) throws IOException {
    count++;
    var answer = calls.history(nextCursor, plan.oldest(), at.low());
    if (!answer.ok() && answer.error().equals("invalid_cursor") && !nextCursor.isEmpty()) {
      // It has expired. The oldest message returned so far says the same.
      nextCursor = "";
      at = at.onPage("");
      return;
    }
    answer.expectOk("conversations.history");
    if (at.until().isEmpty()) {
      at = at.startedAt(Ts.of(Ts.of(answer.at().orElse(startedAt).minus(MARGIN))));
      queueOldThreads();
    }
    at = at.onPage(nextCursor);
    for (var json : answer.json().path("messages")) {
      var message = new Message(json);
      if (at.low().isEmpty() || message.micros() < Ts.micros(at.low())) {
        page.add(message);
      }
    }
    nextCursor = answer.nextCursor();
    // Without a cursor it goes on below the oldest message, should Slack say that there is more.
    boolean progress = !page.isEmpty();
    more = !nextCursor.isEmpty() || (progress && answer.hasMore());
  }

  // Threads that this walk does not meet, or met before and could not read.
  private void queueOldThreads() {
    var since = Ts.of(plan.repliesSince());
    shown.unmetParents().forEach(parent -> oldThreads.add(ThreadWalk.rest(parent, since)));
    for (var subject : retries.due()) {
      oldThreads.add(ThreadWalk.again(subject.substring(THREAD.length())));
    }
  }

  private void take(Message message, Consumer<Item> out) {
    boolean readsThread = meetsThread(message);
    // Whoever goes on after a parent has to begin with its replies.
    at = readsThread ? at.after(message.ts(), "") : at.after(message.ts());
    if (message.isTombstone()) {
      var when = Optional.<Instant>empty();
      out.accept(new Item.Gone(message.id(), "stated", when, plan.first(), Optional.of(place())));
    } else if (!comesWithItsThread(message)) {
      shown.message(message);
      out.accept(new Item.Listed(message, false, place()));
    }
    if (readsThread) {
      thread = ThreadWalk.of(message, repliesFrom(message));
    }
  }

  /** Whether a message is a parent whose replies are to be read. */
  private boolean meetsThread(Message message) {
    if (message.isReply() || message.replyCount() == 0) {
      return false;
    }
    boolean needed = needsReading(message);
    if (!needed && plan.isInWindow(message.micros())) {
      skippedThreads++;
    }
    return needed;
  }

  // Only the first reading has a place to be at.
  private ChannelPosition place() {
    return plan.first() ? at : begun;
  }

  // A reply that is shown in the channel too is met in its thread.
  private boolean comesWithItsThread(Message message) {
    return plan.first() && message.isReply() && Ts.micros(message.thread()) >= plan.oldest();
  }

  private String repliesFrom(Message parent) {
    boolean all = plan.first() || plan.isInWindow(parent.micros());
    return all ? "" : Ts.of(plan.repliesSince());
  }

  private boolean needsReading(Message parent) {
    if (plan.isInWindow(parent.micros())) {
      return plan.first() || plan.sweep() || !knownThread(parent);
    }
    return plan.first()
        || shown.hasKnownReplies(parent.ts())
        || parent.latestReply().isEmpty()
        || Ts.micros(parent.latestReply()) >= plan.repliesSince();
  }

  private boolean knownThread(Message parent) {
    return Fingerprint.decode(known.fingerprint(parent.id()))
        .filter(before -> before.thread().equals(Fingerprint.threadOf(parent)))
        .isPresent();
  }

  // Most calls are for threads: the next one is on its way while this one is handed out.
  private void askAhead() {
    for (var message : page) {
      if (!message.isReply() && message.replyCount() > 0 && needsReading(message)) {
        calls.askAhead(message.ts(), repliesFrom(message));
        return;
      }
    }
  }

  private void readThread(ThreadWalk reading, Consumer<Item> out) throws IOException {
    count++;
    var subject = THREAD + reading.parent();
    var outcome = retries.attempt(subject, () -> reading.next(calls));
    askAhead();
    if (outcome instanceof ItemRetries.Outcome.GivenUp<List<Message>> givenUp) {
      thread = null;
      skippedThreads++;
      out.accept(
          new Item.Say(
              new Reading.Failed<>(
                  subject,
                  FailureReason.UNREADABLE,
                  "Its replies cannot be read: " + givenUp.why())));
      return;
    }
    var read = (ItemRetries.Outcome.Read<List<Message>>) outcome;
    if (read.recovered()) {
      out.accept(new Item.Say(new Reading.Recovered<>(subject)));
    }
    for (var reply : read.value()) {
      shown.message(reply);
      if (plan.first() && !reading.isAgain()) {
        at = at.after(reading.parent(), reply.ts());
      }
      out.accept(new Item.Listed(reply, reading.isAgain(), place()));
    }
    if (reading.isDone()) {
      endThread(reading, out);
    }
  }

  private void endThread(ThreadWalk read, Consumer<Item> out) {
    thread = null;
    shown.thread(read.parent());
    at = plan.first() && !read.isAgain() ? at.after(read.parent()) : at;
    var parent = read.message();
    if (parent != null) {
      out.accept(new Item.ThreadRead(parent));
    }
  }

  /** Known messages that this walk should have shown and did not. */
  Set<String> absent() {
    return shown.absent(at.until());
  }
}
