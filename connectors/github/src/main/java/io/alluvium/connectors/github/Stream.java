package io.alluvium.connectors.github;

import io.alluvium.connectors.KnownEntities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind of things of one repository, with all that tells it from others.
 *
 * @param walk the way to what has changed
 * @param startTime from when on things are read; empty for everything
 */
record Stream(
    StreamKind kind,
    RepositoryScope repository,
    Things things,
    Walk walk,
    Optional<Instant> startTime) {
  /** Where the first pass begins. */
  String start() {
    return startTime.map(StreamPosition::text).orElse("");
  }

  /**
   * From when on things count on a page of a pass: of what is only looked at for some time, older
   * ones are passed over once everything was read, for nobody remembers that they were published.
   */
  Optional<Instant> wantedSince(StreamPosition at) {
    return at.from().isEmpty()
        ? startTime
        : things.lookback().map(Instant.parse(at.asOf())::minus).or(() -> startTime);
  }

  /** Where claims begin. */
  String axisStart() {
    return startTime.map(StreamPosition::micros).orElse("");
  }

  /** The complete listings of it; null if there are none. */
  @Nullable Listing listing(KnownEntities known, Intervals intervals, String last) {
    return things.listed().map(how -> new Listing(how, known, intervals, last)).orElse(null);
  }

  /**
   * Takes a page of a complete listing: what exists, what of it is not known as it is, and of what
   * is known what belongs to it, for that may change without the thing itself.
   *
   * @return what to go on with
   */
  SeenPage see(Pages.Answer.Page page, Listing listing, KnownEntities known, WorkQueue queue) {
    if (listing.how().isWhole()) {
      return queue.takeListed(page, listing, startTime);
    }
    var old = new ArrayList<String>();
    for (var json : page.body()) {
      listing
          .how()
          .id()
          .apply(json)
          .ifPresent(id -> {
            listing.saw(id);
            if (known.contains(id)) {
              old.add(id);
            } else if (isWanted(Json.time(json, "updated_at"))) {
              queue.add(new Work.Look(id));
            }
          });
    }
    queue.askForDetailsOf(old);
    return SeenPage.of(page.body(), "updated_at", page.next(), 0);
  }

  private boolean isWanted(Optional<Instant> updated) {
    return startTime.isEmpty() || updated.filter(startTime.get()::isBefore).isPresent();
  }
}
