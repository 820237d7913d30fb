package io.alluvium.connectors.postgres;

import io.alluvium.connectors.ReaderSourceConnector;

/** Publishes the rows of Postgres tables, and keeps following them by logical replication. */
public final class PostgresSourceConnector extends ReaderSourceConnector {
  /** For Kafka Connect. */
  public PostgresSourceConnector() {
    super(new PostgresSource(), PostgresSourceTask.class);
  }
}
