package io.alluvium.topology.enrich;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import java.util.function.Consumer;

/** Stands in for an enrichment that nobody wants: says so in every event. */
record SwitchedOff(String field) implements EventEnrichment {
  static final String REASON = "Switched off";

  @Override
  public Consumer<Enrichment> derive(Event event) {
    return enrichment -> enrichment.getFailures().put(field, REASON);
  }
}
