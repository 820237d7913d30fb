package io.alluvium.connectors.postgres;

import java.util.Map;

/**
 * What every session works with.
 *
 * @param config the settings
 * @param server what is read
 * @param followed tables by name
 * @param database a connection for questions
 * @param figures for the metrics
 */
record Reached(
    PostgresSourceConfig config,
    Server server,
    Map<TableName, Followed> followed,
    Database database,
    SlotFigures figures) {
  RowEvents events() {
    return new RowEvents(
        config.serverId().orElse(server.system()), config.database(), server.epoch());
  }
}
