package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a reader found, in the order it found it.
 *
 * @param <P> position of the reader
 */
public sealed interface Reading<P extends Position> {
  /**
   * A version of an entity.
   *
   * @param event the event as upstream has it: kind, entity key, occurredAt, and whatever else is
   *     known. Source, scope, version order, observation time, visibility and source offset are
   *     filled in by the task, secrets taken out and text cut to size by it. An {@code upstream} or
   *     {@code epoch} order is set by the reader on the builder's version order; what is {@code
   *     private} upstream stays so whatever the source is
   * @param known what it does to the known entities; empty if the reader keeps none
   * @param position where reading goes on after it
   */
  record Observed<P extends Position>(
      RawEvent.Builder event, Optional<KnownChange> known, P position) implements Reading<P> {}

  /**
   * Something could not be read. Visible until a {@link Recovered} of the same subject; the reader
   * goes on and tries again later.
   *
   * @param subject what could not be read, such as a path; names the gap
   * @param message what may be missing, why, and what fills it
   * @param scopes where; empty = in all scopes of the reader
   */
  record Failed<P extends Position>(
      String subject, FailureReason reason, String message, Set<String> scopes)
      implements Reading<P> {
    public Failed {
      scopes = Set.copyOf(scopes);
    }

    /** In all scopes of the reader. */
    public Failed(String subject, FailureReason reason, String message) {
      this(subject, reason, message, Set.of());
    }
  }

  /**
   * A subject that had failed was read, or is gone.
   *
   * @param scopes where; empty = in all scopes of the reader
   */
  record Recovered<P extends Position>(String subject, Set<String> scopes) implements Reading<P> {
    public Recovered {
      scopes = Set.copyOf(scopes);
    }

    /** In all scopes of the reader. */
    public Recovered(String subject) {
      this(subject, Set.of());
    }
  }

  /**
   * Everything upstream listed in [from, to) has been returned by now. Once all of it is
   * acknowledged by Kafka the task claims so.
   *
   * @param from start on the axis, empty = the beginning
   * @param to end on the axis, exclusive
   * @param asOf when upstream was listed
   * @param guarantees what the stretch covers: creations, edits, deletions, replies
   * @param remembered what the reader wants to know again after any restart, a reset included
   * @param position where reading goes on
   * @param scopes of which scopes; empty = of all scopes of the reader
   */
  record StretchEnd<P extends Position>(
      String from,
      String to,
      Instant asOf,
      Set<String> guarantees,
      Map<String, String> remembered,
      P position,
      Set<String> scopes)
      implements Reading<P> {
    public StretchEnd {
      guarantees = Set.copyOf(guarantees);
      remembered = Map.copyOf(remembered);
      scopes = Set.copyOf(scopes);
    }

    /** Of all scopes of the reader. */
    public StretchEnd(
        String from,
        String to,
        Instant asOf,
        Set<String> guarantees,
        Map<String, String> remembered,
        P position) {
      this(from, to, asOf, guarantees, remembered, position, Set.of());
    }
  }
}
