package io.alluvium.connectors.slack;

import io.alluvium.connectors.ReaderSourceConnector;

/** Publishes the messages of Slack channels, and keeps following them. */
public final class SlackSourceConnector extends ReaderSourceConnector {
  /** For Kafka Connect. */
  public SlackSourceConnector() {
    super(new SlackSource(), SlackSourceTask.class);
  }
}
