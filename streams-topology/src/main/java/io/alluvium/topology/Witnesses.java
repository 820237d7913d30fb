package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.SightingState;
import io.alluvium.schemas.VersionOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each source's last word on one entity.
 *
 * <p>A source that listed an older version still lists the entity: its word holds until it says
 * otherwise, or until upstream states a deletion that is newer. Of one source's words the one
 * observed later holds, in whatever order they arrive; so a replay never undoes what came after it.
 */
final class Witnesses {
  private final EntityState state;

  Witnesses(EntityState state) {
    this.state = state;
  }

  /** The source's last word, or null if it has said nothing. */
  @Nullable SightingState find(String source) {
    for (var word : state.getSightings()) {
      if (word.getSource().equals(source)) {
        return word;
      }
    }
    return null;
  }

  /** True unless this source has already said something later. */
  boolean isLastWord(Report report) {
    var word = find(report.source());
    return word == null || report.observation() >= word.getObservation();
  }

  /** True if any source still lists the entity. */
  boolean anyLive() {
    return state.getSightings().stream().anyMatch(SightingState::getLive);
  }

  /** True if a report of this order is newer than every deletion that upstream stated. */
  boolean isAfterStatedDeletion(VersionOrder order) {
    return state.getStatedDeletion().map(stated -> Newness.isNewer(order, stated)).orElse(true);
  }

  /** Sources that reported the current version. */
  List<String> ofCurrent() {
    return state.getSightings().stream()
        .filter(word -> word.getContentHash().isEmpty())
        .map(SightingState::getSource)
        .toList();
  }

  /**
   * Takes the report as its source's last word.
   *
   * @return true if the source's sighting begins, ends or changes by it
   */
  boolean hear(Report report, VersionOrder order) {
    var word = find(report.source());
    var isNew = word == null;
    if (word == null) {
      word = new SightingState();
      word.setSource(report.source());
      word.setScope("");
      word.setVisibility("");
      word.setLive(false);
      state.getSightings().add(word);
    }
    var before = sighting(word);
    word.setScope(report.raw().getScope());
    word.setUrl(report.raw().getUrl().orElse(null));
    word.setVisibility(report.raw().getVisibility());
    word.setLive(!report.deletes() && isAfterStatedDeletion(order));
    word.setObservation(report.observation());
    var isCurrent = report.contentHash().equals(state.getContentHash());
    word.setContentHash(isCurrent ? null : report.contentHash());
    return isNew || !sighting(word).equals(before);
  }

  private static List<?> sighting(SightingState word) {
    return List.of(
        word.getScope(),
        word.getUrl(),
        word.getVisibility(),
        word.getLive(),
        word.getContentHash());
  }

  /** Notes that the source no longer lists the entity. */
  static void end(SightingState word, Report report) {
    word.setLive(false);
    word.setObservation(Math.max(word.getObservation(), report.observation()));
  }

  /** Upstream states a deletion: every word that is older ends. */
  void hearStatedDeletion(Report report, VersionOrder order) {
    for (var word : state.getSightings()) {
      if (isVoidedBy(word, report, order)) {
        word.setLive(false);
      }
    }
    if (isAfterStatedDeletion(order)) {
      state.setStatedDeletion(order);
    }
  }

  /** True if a stated deletion of this order leaves no source that lists the entity. */
  boolean isEndedBy(Report report, VersionOrder order) {
    return state.getSightings().stream()
        .noneMatch(word -> word.getLive() && !isVoidedBy(word, report, order));
  }

  /**
   * A deletion newer than the current version voids every word. An older one voids its own source's
   * earlier word, and those of others where observation alone tells what is older.
   */
  private boolean isVoidedBy(SightingState word, Report report, VersionOrder order) {
    if (Newness.isNewer(order, state.getVersionOrder())) {
      return true;
    }
    var comparable =
        word.getSource().equals(report.source())
            || Newness.isSameUpstream(order, state.getVersionOrder());
    return comparable && word.getObservation() < report.observation();
  }

  /** The current version is about to be replaced: words on it become words on an older one. */
  void supersede() {
    for (var word : state.getSightings()) {
      if (word.getContentHash().isEmpty()) {
        word.setContentHash(state.getContentHash());
      }
    }
  }
}
