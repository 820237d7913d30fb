package io.alluvium.topology;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.topology.links.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ingest decided about one raw record. */
sealed interface Verdict {
  /** Whose cursor moves. */
  Reporter reporter();

  /** What it says about the current version; empty if it says nothing of it. */
  default List<Statement> statements() {
    return switch (this) {
      case Published published ->
          published.event().getCurrent()
              ? List.of(new Statement(published.event(), true))
              : List.of();
      case Seen seen ->
          seen.retold() == null ? List.of() : List.of(new Statement(seen.retold(), false));
      case Duplicate duplicate -> List.of();
      case Rejected rejected -> List.of();
    };
  }

  /**
   * A version not seen before, or a known one that came back: published, with the sightings that
   * changed by it.
   */
  record Published(Reporter reporter, Event event, List<Sighting> sightings) implements Verdict {}

  /**
   * A known version reported by one more source, or a sighting that ended.
   *
   * @param retold the current version as this source tells it; null if it is about another one
   */
  record Seen(Reporter reporter, Sighting sighting, @Nullable Event retold) implements Verdict {}

  /** Says nothing new: counted, nothing else. */
  record Duplicate(Reporter reporter) implements Verdict {}

  /** Not an event: set aside with the reason, its bytes untouched. */
  record Rejected(Reporter reporter, DeadLetter deadLetter) implements Verdict, Checked, Hashed {}
}
