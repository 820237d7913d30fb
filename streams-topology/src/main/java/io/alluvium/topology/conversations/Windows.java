package io.alluvium.topology.conversations;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationState;
import io.alluvium.schemas.ConversationWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When a window is published. A window is due once nothing has changed in it for the quiet time. A
 * change after that makes it due again: after the quiet time once more, no sooner than that after
 * the last publication, and at most {@link WindowRules#AMENDMENTS_A_DAY} times within 24 hours.
 * What is removed after it was summarised does not wait for quiet. While the summary of what was
 * published is not written, nothing more is published of that window: so every summary names the
 * one it supersedes.
 *
 * <p>Quiet is measured from when we learn of a change, by the clock of this machine: a backlog that
 * is read in one go is not quiet because it is old.
 */
final class Windows {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final WindowStore store;
  private final WindowRules rules;
  private final long quiet;

  Windows(WindowStore store, WindowRules rules) {
    this.store = store;
    this.rules = rules;
    this.quiet = rules.quiet().toMillis();
  }

  /** Takes a new, edited or removed message. */
  void hear(String conversation, ConversationMessage message, long now) {
    var place = store.place(conversation, message.getEntityKey());
    if (message.getRemoved()) {
      if (place != null) {
        store.remove(place, message.getEntityKey());
        change(place, -1, true, now);
      }
      return;
    }
    if (place == null) {
      add(Window.of(conversation, message.getSaidAt(), rules.length()), message, now);
    } else {
      replace(place, message, now);
    }
  }

  private void add(Window window, ConversationMessage message, long now) {
    store.put(window, message);
    change(window, 1, false, now);
  }

  /** A message stays where it was said first; a version that is older still moves it there. */
  private void replace(Window place, ConversationMessage message, long now) {
    var old = store.message(place, message.getEntityKey()).orElseThrow();
    if (message.getSaidAt().isBefore(old.getSaidAt())) {
      var earlier = Window.of(place.conversation(), message.getSaidAt(), rules.length());
      if (message.getSaidAt().isBefore(place.start())) {
        store.remove(place, message.getEntityKey());
        change(place, -1, false, now);
        add(earlier, message, now);
        return;
      }
    } else {
      message.setSaidAt(old.getSaidAt());
    }
    store.put(place, message);
    if (!saysTheSame(old, message)) {
      change(place, 0, false, now);
    }
  }

  /** True if only what no summary shows has changed, such as a reaction. */
  private static boolean saysTheSame(ConversationMessage one, ConversationMessage other) {
    return one.getText().equals(other.getText())
        && one.getTruncated() == other.getTruncated()
        && one.getVisibility().equals(other.getVisibility())
        && one.getActor().map(Actor::getId).equals(other.getActor().map(Actor::getId));
  }

  private void change(Window window, int more, boolean removed, long now) {
    var state = store.state(window);
    state.setMessages(state.getMessages() + more);
    if (state.getMessages() == 0 && state.getPublishedAt() == 0) {
      // Nothing was ever said of it: what the index still holds finds nothing.
      store.forget(window);
      return;
    }
    var hurried = removed && state.getPublished().isPresent();
    var due = Math.max(now + (hurried ? 0 : quiet), earliestAmendment(state));
    var isPutOff = state.getDueAt() == 0 || !state.getHurried();
    state.setDueAt(isPutOff ? due : Math.min(due, state.getDueAt()));
    state.setHurried(state.getHurried() || hurried);
    index(window, state, now);
    store.put(window, state);
  }

  private long earliestAmendment(ConversationState state) {
    if (state.getPublishedAt() == 0) {
      return 0;
    }
    var recent = state.getAmendedAt();
    return recent.size() < WindowRules.AMENDMENTS_A_DAY
        ? state.getPublishedAt() + quiet
        : Math.max(state.getPublishedAt() + quiet, recent.getFirst() + DAY);
  }

  /** An entry is left behind where it is: found too early, it is entered again where it belongs. */
  private void index(Window window, ConversationState state, long now) {
    if (state.getAwaited()) {
      return;
    }
    var at = Math.max(state.getDueAt(), now);
    if (state.getIndexedAt() > at) {
      store.removeFromIndex(state.getIndexedAt(), window);
      state.setIndexedAt(0);
    }
    if (state.getIndexedAt() == 0) {
      store.index(at, window);
      state.setIndexedAt(at);
    }
  }

  /**
   * Notes that the summary of what was last published is written.
   *
   * @param id of the summary; null if there is none any more
   */
  void summarised(Window window, @Nullable String id, long now) {
    var state = store.state(window);
    if (state.getPublishedAt() == 0) {
      return;
    }
    state.setAwaited(false);
    state.setSummary(id);
    if (state.getDueAt() > 0) {
      index(window, state, now);
    }
    store.put(window, state);
  }

  /** Publishes what is due, at most {@code limit} windows. */
  void publishDue(long now, int limit, Consumer<ConversationWindow> publish) {
    store.takeDue(now, limit, window -> look(window, now, publish));
  }

  /** True if a window will be due, as things are. */
  boolean isWaiting() {
    return store.isWaiting();
  }

  private void look(Window window, long now, Consumer<ConversationWindow> publish) {
    var state = store.state(window);
    if (state.getIndexedAt() == 0) {
      return;
    }
    state.setIndexedAt(0);
    if (state.getDueAt() > now) {
      index(window, state, now);
    } else if (state.getDueAt() > 0 && !state.getAwaited()) {
      state.setDueAt(0);
      state.setHurried(false);
      publish(window, state, now, publish);
    }
    store.put(window, state);
  }

  private void publish(
      Window window, ConversationState state, long now, Consumer<ConversationWindow> publish) {
    var isEnough = state.getMessages() >= WindowRules.LEAST_MESSAGES;
    if (!isEnough && state.getPublished().isEmpty()) {
      return;
    }
    var snapshot = new Snapshot(window);
    store.messages(window, snapshot::add);
    var digest = isEnough ? snapshot.digest() : null;
    if (Objects.equals(digest, state.getPublished().orElse(null))) {
      return;
    }
    if (state.getPublishedAt() > 0) {
      state.setAmendedAt(amendments(state, now));
    }
    state.setPublishedAt(now);
    state.setPublished(digest);
    state.setAwaited(true);
    publish.accept(
        isEnough
            ? snapshot.published(state.getSummary().orElse(null))
            : new Snapshot(window).published(state.getSummary().orElse(null)));
  }

  private static List<Long> amendments(ConversationState state, long now) {
    var recent = new ArrayList<>(state.getAmendedAt());
    recent.removeIf(time -> time <= now - DAY);
    recent.add(now);
    return recent;
  }
}
