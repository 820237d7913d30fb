package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.SightingState;
import io.alluvium.schemas.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The rules of ingest. First match wins: (2) the current version again; (3) a known version, not
 * newer than the current one; (4) an older version, published late; (5) the new current version.
 *
 * <p>An inferred deletion says nothing about versions: it ends its source's sighting, and becomes a
 * tombstone when no live one is left. In whatever order sources report, an entity lives while one
 * of them lists it: a report that comes after such a tombstone, from a source that has not said
 * otherwise since, publishes the entity again.
 */
final class Dedupe {
  private static final String DELETED = "deleted";

  private final KeyValueStore<String, EntityState> entities;
  private final FirstSeen firstSeen;

  Dedupe(KeyValueStore<String, EntityState> entities, FirstSeen firstSeen) {
    this.entities = entities;
    this.firstSeen = firstSeen;
  }

  Verdict judge(Report report) {
    var state = entities.get(report.entityKey());
    if (state == null) {
      // What is not known has no sighting that an absence could end.
      return report.infers() ? new Verdict.Duplicate(report.reporter()) : first(report);
    }
    if (report.infers()) {
      return state.getDeleted() ? absentToo(report, state) : absent(report, state);
    }
    return report.contentHash().equals(state.getContentHash())
        ? again(report, state)
        : other(report, state);
  }

  /** Nothing is known of the entity yet. */
  private Verdict first(Report report) {
    var state = new EntityState();
    state.setSightings(new ArrayList<>());
    state.setDeleted(true);
    state.setVersionOrder(new VersionOrder(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE));
    return replace(report, state, report.raw().getVersionOrder());
  }

  /** (2) The current version: its higher order is kept, nothing is published. */
  private Verdict again(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    var order = report.orderAgainst(state.getVersionOrder());
    if (report.deletes()) {
      witnesses.hearStatedDeletion(report, order);
    }
    state.setVersionOrder(Newness.newest(order, state.getVersionOrder()));
    var changed = witnesses.isLastWord(report) && witnesses.hear(report, order);
    return changed ? retold(report, state) : duplicate(report, state);
  }

  /** The current version in the words of one more source. */
  private Verdict retold(Report report, EntityState state) {
    entities.put(report.entityKey(), state);
    var event =
        report.event(
            state.getVersionOrder(),
            state.getRevision(),
            true,
            report.deletes() ? DELETED : "updated");
    return new Verdict.Seen(report.reporter(), sighting(report, state), event);
  }

  /** Another version than the current one. */
  private Verdict other(Report report, EntityState state) {
    var order = report.orderAgainst(state.getVersionOrder());
    var deleted = state.getDeleted();
    if (deleted ? revives(report, state, order) : Newness.isNewer(order, state.getVersionOrder())) {
      return replace(report, state, order);
    }
    if (report.deletes() && new Witnesses(state).isEndedBy(report, order)) {
      return replace(report, state, state.getVersionOrder());
    }
    var reporters = firstSeen.reporters(report.contentHash());
    if (reporters != null) {
      return known(report, state, reporters);
    }
    return deleted || Newness.isOlder(order, state.getVersionOrder())
        ? late(report, state, order)
        : replace(report, state, order);
  }

  /** No source seemed to list the entity any more; this one does, and has not said otherwise. */
  private static boolean revives(Report report, EntityState state, VersionOrder order) {
    var witnesses = new Witnesses(state);
    return witnesses.isLastWord(report) && witnesses.isAfterStatedDeletion(order);
  }

  /** (3) A superseded version, not newer than the current one. */
  private Verdict known(Report report, EntityState state, Set<String> reporters) {
    var said = new Witnesses(state).find(report.source());
    var lapsed = said != null && !said.getLive();
    var resumes = note(report, state) && lapsed;
    if (reporters.contains(report.source()) && !resumes) {
      return duplicate(report, state);
    }
    firstSeen.add(report.contentHash(), report.source());
    return seen(report, state);
  }

  /** (4) Older than the current version, and not seen before: published, but not as current. */
  private Verdict late(Report report, EntityState state, VersionOrder order) {
    var revision = state.getNextRevision();
    var event = report.event(order, revision, false, verb(report, state));
    state.setNextRevision(revision + 1);
    firstSeen.remember(report.contentHash(), Set.of(report.source()));
    note(report, state);
    entities.put(report.entityKey(), state);
    return new Verdict.Published(report.reporter(), event, List.of(sighting(report, state)));
  }

  /** Hears a report of an older version; true if its source lists the entity by it. */
  private static boolean note(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    var order = report.orderAgainst(state.getVersionOrder());
    if (report.deletes()) {
      witnesses.hearStatedDeletion(report, order);
    }
    if (!witnesses.isLastWord(report)) {
      return false;
    }
    witnesses.hear(report, order);
    return !report.deletes() && witnesses.isAfterStatedDeletion(order);
  }

  /** (5) The new current version: an edit, a revert, a re-creation or a stated deletion. */
  private Verdict replace(Report report, EntityState state, VersionOrder order) {
    var verb = verb(report, state);
    var witnesses = new Witnesses(state);
    if (report.deletes()) {
      witnesses.hearStatedDeletion(report, report.orderAgainst(state.getVersionOrder()));
    }
    var event = advance(report, state, order, verb);
    if (witnesses.isLastWord(report)) {
      witnesses.hear(report, order);
    }
    entities.put(report.entityKey(), state);
    return new Verdict.Published(report.reporter(), event, List.of(sighting(report, state)));
  }

  /** A source no longer lists a live entity. */
  private Verdict absent(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    var said = witnesses.find(report.source());
    if (said == null || isStale(report, said, state)) {
      return new Verdict.Duplicate(report.reporter());
    }
    var wasLive = said.getLive();
    var ended = report.sighting(said.getContentHash().orElse(state.getContentHash()), false);
    Witnesses.end(said, report);
    if (!wasLive) {
      return duplicate(report, state);
    }
    entities.put(report.entityKey(), state);
    return witnesses.anyLive()
        ? new Verdict.Seen(report.reporter(), ended, null)
        : bury(report, state, ended);
  }

  private static boolean isStale(Report report, SightingState said, EntityState state) {
    var current = state.getVersionOrder();
    return report.observation() <= said.getObservation()
        || Newness.isOlderUpstream(report.orderAgainst(current), current);
  }

  /** The last source that listed the entity no longer does: the tombstone comes now. */
  private Verdict bury(Report report, EntityState state, Sighting ended) {
    var current = state.getVersionOrder();
    var order = Newness.newest(report.orderAgainst(current), current);
    var event = advance(report, state, order, DELETED);
    entities.put(report.entityKey(), state);
    var tombstone = report.sighting(report.contentHash(), true);
    return new Verdict.Published(report.reporter(), event, List.of(ended, tombstone));
  }

  /** One more source does not list what is already deleted. */
  private Verdict absentToo(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    var said = witnesses.find(report.source());
    if (said != null) {
      Witnesses.end(said, report);
      return duplicate(report, state);
    }
    witnesses.hear(report, report.orderAgainst(state.getVersionOrder()));
    return seen(report, state);
  }

  /** Makes the reported version the current one. */
  private Event advance(Report report, EntityState state, VersionOrder order, String verb) {
    var witnesses = new Witnesses(state);
    var revision = state.getNextRevision();
    if (revision > 0) {
      firstSeen.remember(state.getContentHash(), witnesses.ofCurrent());
      witnesses.supersede();
    }
    state.setContentHash(report.contentHash());
    state.setDeleted(report.deletes());
    state.setVersionOrder(order);
    state.setRevision(revision);
    state.setNextRevision(revision + 1);
    return report.event(order, revision, true, verb);
  }

  private static String verb(Report report, EntityState state) {
    if (report.deletes()) {
      return DELETED;
    }
    return state.getDeleted() ? "created" : "updated";
  }

  private Verdict duplicate(Report report, EntityState state) {
    entities.put(report.entityKey(), state);
    return new Verdict.Duplicate(report.reporter());
  }

  private Verdict seen(Report report, EntityState state) {
    entities.put(report.entityKey(), state);
    return new Verdict.Seen(report.reporter(), sighting(report, state), null);
  }

  /** Live while its source lists the entity; that of a tombstone always: it tells who says so. */
  private static Sighting sighting(Report report, EntityState state) {
    var said = new Witnesses(state).find(report.source());
    var live = report.deletes() || said == null || said.getLive();
    return report.sighting(report.contentHash(), live);
  }
}
