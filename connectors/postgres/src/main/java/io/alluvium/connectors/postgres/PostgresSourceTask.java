package io.alluvium.connectors.postgres;

import io.alluvium.connectors.ReaderSourceTask;

/** The one task of a Postgres source: a slot has one reader. */
public final class PostgresSourceTask extends ReaderSourceTask {
  /** For Kafka Connect. */
  public PostgresSourceTask() {
    super(new PostgresSource());
  }
}
