/**
 * Publishes the rows of chosen Postgres tables: those that are there, then every change. Start at
 * {@link ChangeReader}; it owns slot and snapshot order and lets Debezium's task do the reading.
 */
@NullMarked
package io.alluvium.connectors.postgres;

import org.jspecify.annotations.NullMarked;
