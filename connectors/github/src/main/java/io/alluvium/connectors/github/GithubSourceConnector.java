package io.alluvium.connectors.github;

import io.alluvium.connectors.ReaderSourceConnector;

/** Publishes what happens in repositories of GitHub, and keeps following it. */
public final class GithubSourceConnector extends ReaderSourceConnector {
  /** For Kafka Connect. */
  public GithubSourceConnector() {
    super(new GithubSource(), GithubSourceTask.class);
  }
}
