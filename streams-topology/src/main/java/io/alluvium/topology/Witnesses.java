package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.SightingState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each source's last word on one entity.
 *
 * <p>A source that listed an older version still lists the entity: its word holds until it says
 * otherwise, or until upstream states a deletion. Of one source's words the one observed later
 * holds, in whatever order they arrive; so a replay never undoes what came after it.
 */
final class Witnesses {
  private final EntityState state;

  Witnesses(EntityState state) {
    this.state = state;
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

  /** The source's last word, or null if it has said nothing. */
  @Nullable SightingState find(String source) {
    for (var word : state.getSightings()) {
      if (word.getSource().equals(source)) {
        return word;
      }
    }
    return null;
  }

  /** Takes the report as its source's last word: it stands, or it only tells what has ended. */
  void hear(Report report, boolean live) {
    var word = find(report.source());
    if (word == null) {
      word = new SightingState();
      word.setSource(report.source());
      state.getSightings().add(word);
    }
    word.setScope(report.raw().getScope());
    word.setUrl(report.raw().getUrl().orElse(null));
    word.setVisibility(report.raw().getVisibility());
    word.setLive(live);
    word.setObservation(report.observation());
    var current = report.contentHash().equals(state.getContentHash());
    word.setContentHash(current ? null : report.contentHash());
  }

  /** Notes that the source no longer lists the entity. */
  void end(SightingState word, Report report) {
    word.setLive(false);
    word.setObservation(report.observation());
  }

  /** The current version is about to be replaced: words on it become words on an older one. */
  void supersede() {
    for (var word : state.getSightings()) {
      if (word.getContentHash().isEmpty()) {
        word.setContentHash(state.getContentHash());
      }
    }
  }

  /** Forgets all words: upstream itself said that the entity is gone, or it was gone. */
  void forget() {
    state.setSightings(new ArrayList<>());
  }

  /** Sources that reported the current version. */
  Collection<String> ofCurrent() {
    var sources = new ArrayList<String>();
    for (var word : state.getSightings()) {
      if (word.getContentHash().isEmpty()) {
        sources.add(word.getSource());
      }
    }
    return List.copyOf(sources);
  }
}
