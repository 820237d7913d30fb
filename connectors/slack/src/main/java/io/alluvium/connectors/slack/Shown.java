package io.alluvium.connectors.slack;

import io.alluvium.connectors.KnownEntities;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a walk has shown of the messages that are known. Of older ones it keeps nothing: their
 * number has no bound.
 */
final class Shown {
  private final WalkPlan plan;
  private final KnownEntities known;
  private final Set<String> knownParents = new HashSet<>();
  private final Set<String> messages = new HashSet<>();
  private final Set<String> threads = new HashSet<>();

  Shown(WalkPlan plan, KnownEntities known) {
    this.plan = plan;
    this.known = known;
    for (var id : known.idsUnder("")) {
      var parent = Message.threadOf(id);
      if (!parent.isEmpty()) {
        knownParents.add(parent);
      }
    }
  }

  /** Whether known messages answer this one. */
  boolean hasKnownReplies(String parent) {
    return knownParents.contains(parent);
  }

  /** Parents of known replies that a walk back to {@code oldest} does not meet. */
  List<String> unmetParents() {
    return knownParents.stream().filter(ts -> Ts.micros(ts) < plan.oldest()).sorted().toList();
  }

  void message(Message message) {
    if (plan.isInWindow(message.micros()) || knownParents.contains(message.ts())) {
      messages.add(message.id());
    }
  }

  /** All replies to a parent, as far as they are in the window. */
  void thread(String parent) {
    if (plan.isInWindow(Ts.micros(parent)) || knownParents.contains(parent)) {
      threads.add(parent);
    }
  }

  /**
   * Known messages that should have been shown and were not.
   *
   * @param until ts before which everything was listed
   */
  Set<String> absent(String until) {
    var absent = new HashSet<String>();
    long end = Ts.micros(until);
    for (var id : known.idsUnder("")) {
      long micros = Ts.micros(Message.tsOf(id));
      boolean listed = plan.isInWindow(micros) && micros < end;
      if (listed && !messages.contains(id) && wouldShow(id)) {
        absent.add(id);
      }
    }
    return absent;
  }

  // A reply shows when its thread was read, or when its parent is gone altogether.
  private boolean wouldShow(String id) {
    var parent = Message.threadOf(id);
    boolean parentIsGone =
        !parent.isEmpty() && Ts.micros(parent) >= plan.oldest() && !messages.contains(parent);
    return parent.isEmpty() || threads.contains(parent) || parentIsGone;
  }
}
