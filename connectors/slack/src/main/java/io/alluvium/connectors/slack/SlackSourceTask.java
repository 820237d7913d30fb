package io.alluvium.connectors.slack;

import io.alluvium.connectors.ReaderSourceTask;

/** A task of a Slack source: some of its channels, or all. */
public final class SlackSourceTask extends ReaderSourceTask {
  /** For Kafka Connect. */
  public SlackSourceTask() {
    super(new SlackSource());
  }
}
