package io.alluvium.topology.conversations;

import io.alluvium.schemas.ConversationWindow;

/** Sums up what was said in a window. Thread-safe. */
public sealed interface Summariser permits ExtractiveSummariser, LlmSummariser {
  /**
   * Sums up; never fails for what a model or its server does.
   *
   * @param window with at least one message
   * @throws InterruptedException if it is not to be finished
   */
  Gist summarise(ConversationWindow window) throws InterruptedException;

  /** How many windows may wait for one another until all are committed together. */
  int atOnce();
}
