package io.alluvium.connectors.github;

import io.alluvium.connectors.ReaderSourceTask;

/** Reads a share of the repositories of a GitHub source. */
public final class GithubSourceTask extends ReaderSourceTask {
  /** For Kafka Connect. */
  public GithubSourceTask() {
    super(new GithubSource());
  }
}
