package io.alluvium.topology.enrich;

import java.util.List;
import java.util.Set;

/** Every enrichment there is. */
public final class Enrichments {
  /** Raised with models or steps; of two enrichments of one version the higher wins. */
  public static final int VERSION = 3;

  /** In the order in which they run. A new one is a line here. */
  private static final List<EventEnrichment> ALL =
      List.of(
          new LanguageEnrichment(),
          new KeyPhraseEnrichment(),
          new ToneEnrichment(),
          new EntityEnrichment(),
          new SummaryEnrichment(),
          new SignatureEnrichment(),
          new PassageEnrichment());

  private Enrichments() {}

  /** Their names, each the name of a field of the enrichment. */
  public static List<String> names() {
    return ALL.stream().map(EventEnrichment::field).toList();
  }

  /** All; those whose names are in {@code off} only say that they are switched off. */
  public static List<EventEnrichment> without(Set<String> off) {
    return ALL.stream()
        .map(each -> off.contains(each.field()) ? new SwitchedOff(each.field()) : each)
        .toList();
  }
}
