package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.SightingState;
import io.alluvium.schemas.VersionOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The rules of ingest. First match wins: (2) the current version again; (3) a known version, not
 * newer than the current one; (4) an older version, published late; (5) the new current version.
 *
 * <p>An inferred deletion says nothing about versions: it ends its source's sighting, and becomes a
 * tombstone when no live one is left. Should a source then turn out to list the entity after all
 * (its report was slower than the other's absence), the entity is published again: in whatever
 * order sources report, an entity lives while one of them lists it.
 */
final class Dedupe {
  /**
   * Left to right, epoch, upstream order, observation; of equal orders the later report is newer.
   */
  private static final Comparator<VersionOrder> ORDER =
      Comparator.comparingLong(VersionOrder::getEpoch)
          .thenComparingLong(VersionOrder::getUpstream)
          .thenComparingLong(VersionOrder::getObservation);

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
    state.setNextRevision(0);
    state.setDeleted(true);
    return replace(report, state, report.raw().getVersionOrder());
  }

  /** (2) The current version: its higher order is kept, nothing is published. */
  private Verdict again(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    state.setVersionOrder(later(report.orderAgainst(state.getVersionOrder()), state));
    if (state.getInferred()) {
      // What sources concluded is now stated by upstream: their words no longer matter.
      state.setInferred(false);
      witnesses.forget();
    }
    if (!witnesses.isLastWord(report)) {
      return duplicate(report, state);
    }
    var said = witnesses.find(report.source());
    var same = said != null && said.getContentHash().isEmpty() && repeats(report, said);
    witnesses.hear(report, true);
    return same ? duplicate(report, state) : seen(report, state, report.contentHash(), true);
  }

  private static boolean repeats(Report report, SightingState said) {
    return said.getLive()
        && said.getScope().equals(report.raw().getScope())
        && said.getUrl().equals(report.raw().getUrl())
        && said.getVisibility().equals(report.raw().getVisibility());
  }

  /** Another version than the current one. */
  private Verdict other(Report report, EntityState state) {
    var order = report.orderAgainst(state.getVersionOrder());
    var newer = ORDER.compare(order, state.getVersionOrder());
    if (newer > 0 || revives(report, state)) {
      return replace(report, state, order);
    }
    var reporters = firstSeen.reporters(report.contentHash());
    if (reporters != null) {
      return known(report, state, reporters);
    }
    return newer < 0 ? late(report, state, order) : replace(report, state, order);
  }

  /** No source seemed to list the entity any more; this one does. */
  private static boolean revives(Report report, EntityState state) {
    return state.getInferred() && new Witnesses(state).isLastWord(report);
  }

  /** (3) A superseded version, not newer than the current one. */
  private Verdict known(Report report, EntityState state, Set<String> reporters) {
    var said = new Witnesses(state).find(report.source());
    var lapsed = said != null && !said.getLive();
    var lists = note(report, state);
    if (reporters.contains(report.source()) && !(lapsed && lists)) {
      return duplicate(report, state);
    }
    firstSeen.add(report.contentHash(), report.source());
    return seen(report, state, report.contentHash(), lists);
  }

  /** (4) Older than the current version, and not seen before: published, but not as current. */
  private Verdict late(Report report, EntityState state, VersionOrder order) {
    var revision = state.getNextRevision();
    var event = report.event(order, revision, false, verb(report, state));
    state.setNextRevision(revision + 1);
    firstSeen.remember(report.contentHash(), Set.of(report.source()));
    var lists = note(report, state);
    entities.put(report.entityKey(), state);
    var sighting = report.sighting(report.contentHash(), lists);
    return new Verdict.Published(report.reporter(), event, List.of(sighting));
  }

  /** Hears a report of an older version; true unless its source no longer lists the entity. */
  private static boolean note(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    if (witnesses.isLastWord(report)) {
      if (!report.deletes() && !state.getDeleted()) {
        witnesses.hear(report, true);
      }
      return true;
    }
    var said = witnesses.find(report.source());
    return said == null || said.getLive();
  }

  /** (5) The new current version: an edit, a revert, a re-creation or a stated deletion. */
  private Verdict replace(Report report, EntityState state, VersionOrder order) {
    var verb = verb(report, state);
    var witnesses = new Witnesses(state);
    retire(state, witnesses);
    if (report.deletes() || (state.getDeleted() && !state.getInferred())) {
      witnesses.forget();
    }
    var event = advance(report, state, order, verb);
    state.setInferred(false);
    var lists = witnesses.isLastWord(report);
    if (lists) {
      witnesses.hear(report, true);
    }
    entities.put(report.entityKey(), state);
    var sighting = report.sighting(report.contentHash(), lists);
    return new Verdict.Published(report.reporter(), event, List.of(sighting));
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
    witnesses.end(said, report);
    if (!wasLive) {
      return duplicate(report, state);
    }
    entities.put(report.entityKey(), state);
    return witnesses.anyLive()
        ? new Verdict.Seen(report.reporter(), ended)
        : bury(report, state, ended);
  }

  private static boolean isStale(Report report, SightingState said, EntityState state) {
    return report.observation() <= said.getObservation()
        || ORDER.compare(
                upstream(report.orderAgainst(state.getVersionOrder())),
                upstream(state.getVersionOrder()))
            < 0;
  }

  private static VersionOrder upstream(VersionOrder order) {
    return new VersionOrder(order.getEpoch(), order.getUpstream(), 0L);
  }

  /** The last source that listed the entity no longer does: the tombstone comes now. */
  private Verdict bury(Report report, EntityState state, Sighting ended) {
    retire(state, new Witnesses(state));
    var order = later(report.orderAgainst(state.getVersionOrder()), state);
    var event = advance(report, state, order, DELETED);
    state.setInferred(true);
    entities.put(report.entityKey(), state);
    var sighting = report.sighting(report.contentHash(), true);
    return new Verdict.Published(report.reporter(), event, List.of(ended, sighting));
  }

  /** One more source does not list what is already deleted. */
  private Verdict absentToo(Report report, EntityState state) {
    var witnesses = new Witnesses(state);
    var said = witnesses.find(report.source());
    if (said != null) {
      said.setObservation(Math.max(said.getObservation(), report.observation()));
      return duplicate(report, state);
    }
    witnesses.hear(report, !state.getInferred());
    return seen(report, state, report.contentHash(), true);
  }

  /** Makes the reported version the current one. */
  private static Event advance(Report report, EntityState state, VersionOrder order, String verb) {
    var revision = state.getNextRevision();
    state.setContentHash(report.contentHash());
    state.setDeleted(report.deletes());
    state.setVersionOrder(order);
    state.setRevision(revision);
    state.setNextRevision(revision + 1);
    return report.event(order, revision, true, verb);
  }

  /** The current version becomes a superseded one. */
  private void retire(EntityState state, Witnesses witnesses) {
    if (state.getNextRevision() > 0) {
      firstSeen.remember(state.getContentHash(), witnesses.ofCurrent());
      witnesses.supersede();
    }
  }

  private static String verb(Report report, EntityState state) {
    if (report.deletes()) {
      return DELETED;
    }
    return state.getDeleted() ? "created" : "updated";
  }

  private static VersionOrder later(VersionOrder order, EntityState state) {
    return ORDER.compare(order, state.getVersionOrder()) > 0 ? order : state.getVersionOrder();
  }

  private Verdict duplicate(Report report, EntityState state) {
    entities.put(report.entityKey(), state);
    return new Verdict.Duplicate(report.reporter());
  }

  private Verdict seen(Report report, EntityState state, String version, boolean live) {
    entities.put(report.entityKey(), state);
    return new Verdict.Seen(report.reporter(), report.sighting(version, live));
  }
}
