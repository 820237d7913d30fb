package io.alluvium.topology;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import java.util.List;

/** What ingest decided about one raw record. */
sealed interface Verdict {
  /** Whose cursor moves. */
  Reporter reporter();

  /**
   * A version not seen before, or a known one that came back: published, with the sightings that
   * changed by it.
   */
  record Published(Reporter reporter, Event event, List<Sighting> sightings) implements Verdict {}

  /** A known version reported by one more source, or a sighting that ended. */
  record Seen(Reporter reporter, Sighting sighting) implements Verdict {}

  /** Says nothing new: counted, nothing else. */
  record Duplicate(Reporter reporter) implements Verdict {}

  /** Not an event: set aside with the reason, its bytes untouched. */
  record Rejected(Reporter reporter, DeadLetter deadLetter) implements Verdict, Checked, Hashed {}
}
