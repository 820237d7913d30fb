package io.alluvium.connectors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An upstream system that a test can change and disturb: the real thing, or a simulator of it. What
 * it cannot do it leaves out.
 */
public interface Upstream extends AutoCloseable {
  /**
   * A way in which it can go wrong for a while.
   *
   * @param name what happens
   * @param strike lets it happen, to the next thing asked for or soon
   */
  record Fault(String name, Runnable strike) {}

  /** Settings of a source that reads it, without {@code name}. */
  Map<String, String> settings();

  /** Settings of a source whose upstream is not there. */
  Map<String, String> unreachable();

  /** Entity keys of everything it has now. */
  Set<String> listed();

  /** Creates something; returns its entity key. */
  String create();

  /** Changes something that exists; returns its entity key. */
  String change();

  /** Deletes something that exists; returns its entity key. */
  String delete();

  /** Whether it states every deletion, to a reader that was away too. */
  default boolean statesDeletions() {
    return false;
  }

  /** Answers the oldest thing there is, such as a thread; returns the answer's entity key. */
  default Optional<String> answerLate() {
    return Optional.empty();
  }

  /** Creates something in another scope, which the same source selects too. */
  default Optional<String> createElsewhere() {
    return Optional.empty();
  }

  /** Every fault that passes. */
  default List<Fault> faults() {
    return List.of();
  }

  /** Lets every listing fail half-way until {@link #heal}. */
  default void failHalfWay() {}

  /** Answers nothing any more, and does not say so either. */
  default void hang() {}

  /** All is well again. */
  default void heal() {}

  /** Gives it another name, where it has one. */
  default void rename() {}

  /** Takes other credentials from now on; returns the settings of a source that has them. */
  default Map<String, String> rotate() {
    return settings();
  }

  @Override
  void close();
}
