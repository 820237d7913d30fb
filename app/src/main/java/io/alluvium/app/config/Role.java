package io.alluvium.app.config;

import java.util.Locale;

/** A part of the work that a node can do. On a laptop one node does all. */
public enum Role {
  /** Runs the Connect worker and with it the sources. */
  CONNECT,
  /** Runs the ingest topology. */
  INGEST,
  /** Runs the enrichment topology; without it events are found, but carry no enrichment yet. */
  ENRICH,
  /** Keeps the tiers and answers searches. */
  SERVE;

  /** The role as it is written in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
