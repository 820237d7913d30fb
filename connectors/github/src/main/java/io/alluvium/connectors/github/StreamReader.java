package io.alluvium.connectors.github;

import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.Reading;
import io.alluvium.connectors.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of things of one repository: passes over what changed, time and again, and now and
 * then a complete listing that finds what is gone. One request a call at most.
 */
final class StreamReader implements SourceReader<StreamPosition> {
  private static final Set<String> CHANGES = Set.of("creations", "edits");
  private static final Set<String> ALL = Set.of("creations", "edits", "deletions");

  /** How long a claim waits for a listing under way, which lets it cover deletions too. */
  private static final Duration HOLD = Duration.ofSeconds(60);

  private final Stream stream;
  private final Pages pages;
  private final GithubClient client;
  private final KnownEntities known;
  private final Published published;
  private final WorkQueue queue;
  private final Schedule schedule;
  private final String scope;
  private @Nullable Listing listing;
  private StreamPosition at;
  private Optional<StreamPosition> told = Optional.empty();
  private boolean passedOnce;
  private boolean listingsTurn;
  private Walk.@Nullable Step step;
  private Optional<Instant> listedAt = Optional.empty();
  private long claimedAt = System.nanoTime();
  private volatile Backfill backfill = Backfill.UNKNOWN;

  StreamReader(Stream stream, GithubClient client, Intervals intervals, ReaderContext context) {
    this.stream = stream;
    this.client = client;
    this.scope = stream.repository().scope();
    this.pages = new Pages(client, stream.repository());
    this.known = context.known(scope, axis(), EntityKeys::bucketOf);
    this.schedule = new Schedule(intervals);
    this.published =
        new Published(known, stream.things().details().isPresent(), stream.things().lookback());
    var keys = new EntityKeys(stream.kind(), stream.repository());
    this.queue =
        new WorkQueue(stream.things(), published, client, keys, context.openGaps(scope, axis()));
    this.at = begin();
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public String scopeName() {
    return stream.repository().fullName();
  }

  @Override
  public String axis() {
    return "updated:" + stream.kind().id();
  }

  @Override
  public StreamPosition begin() {
    return StreamPosition.begin(
        Instant.now(), stream.repository().isPrivate(), known.size() == 0, stream.start());
  }

  @Override
  public StreamPosition resume(Map<String, String> offset) {
    var stored = StreamPosition.of(offset);
    // What was published as public must be published as private.
    return stored.isPrivate() == stream.repository().isPrivate() ? stored : begin();
  }

  @Override
  public Backfill backfill() {
    return backfill;
  }

  @Override
  public Page<StreamPosition> readAfter(StreamPosition position, int limit) throws IOException {
    if (told.filter(position::equals).isEmpty()) {
      restart(position);
    }
    var readings = new ArrayList<Reading<StreamPosition>>();
    boolean busy = !queue.isEmpty() || step != null || ask();
    queue.drain(readings, limit, at);
    if (queue.isEmpty() && step != null) {
      var done = step;
      step = null;
      at = done.at();
      if (done.ended()) {
        endPass(done.complete(), readings);
      }
    }
    backfill = new Backfill(known.size(), at.from().isEmpty() ? -1 : known.size());
    told = Optional.of(at);
    return new Page<>(readings, at, busy || at.isUnderWay());
  }

  private void restart(StreamPosition position) {
    at = position;
    told = Optional.of(position);
    passedOnce = !position.from().isEmpty();
    step = null;
    queue.clear();
    published.begin(position.generation());
    listing = stream.listing(known, schedule.intervals(), position.listed());
    client.forget(stream.walk().page(at));
  }

  /** Asks for the next page that is due; false if none is. */
  private boolean ask() throws IOException {
    var current = listing;
    boolean mayList = current != null && passedOnce && current.isDue(Instant.now());
    boolean mayPass = at.isUnderWay() || schedule.isDue();
    if (current != null && mayList && !at.isUnderWay() && (listingsTurn || !mayPass)) {
      listingsTurn = false;
      askForListing(current);
      return true;
    }
    if (mayPass) {
      askForChanges();
    }
    return mayPass;
  }

  private void askForChanges() throws IOException {
    boolean first = !at.isUnderWay();
    if (first) {
      queue.retry();
    }
    var uri = stream.walk().page(at);
    var answer = pages.ask(uri, !at.next().isEmpty(), first);
    if (answer instanceof Pages.Answer.Page page) {
      at = first ? at.begun(page.date()) : at;
      var seen = queue.take(page);
      schedule.saw(seen.news());
      if (!first || !stream.walk().isProvedByFirstPage(seen) || isStirring(seen, page.date())) {
        client.forget(uri);
      }
      step = stream.walk().after(at, seen);
    } else if (answer instanceof Pages.Answer.Unchanged unchanged) {
      step = Walk.Step.end(at.begun(unchanged.date()));
    } else if (answer instanceof Pages.Answer.Nothing nothing) {
      step = Walk.Step.end(first ? at.begun(nothing.date()) : at);
    } else {
      step = stream.walk().refused(at);
    }
  }

  // What changes twice in a second may look the same both times.
  private static boolean isStirring(SeenPage seen, Instant now) {
    return seen.newest().filter(now.minus(Found.MOMENT)::isBefore).isPresent();
  }

  private void askForListing(Listing current) throws IOException {
    var walk = current.walk();
    var page = current.at();
    var answer = pages.ask(walk.page(page), !page.next().isEmpty(), false);
    if (answer instanceof Pages.Answer.Page shown) {
      if (!current.isBegun()) {
        current.begin(shown.date());
      }
      var seen = stream.see(shown, current, known, queue);
      var next = walk.after(current.at(), seen);
      current.goOn(next.at());
      if (next.ended()) {
        endListing(current, next.complete());
      }
    } else if (answer instanceof Pages.Answer.Nothing) {
      // Switched off is not deleted.
      current.abandon();
      current.skip(Instant.now());
    } else {
      current.goOn(walk.refused(current.at()).at());
    }
  }

  private void endListing(Listing current, boolean complete) {
    var began = Instant.parse(current.at().asOf());
    if (!complete) {
      current.abandon();
      return;
    }
    var verdict = current.end(Instant.now());
    verdict.deleted().stream().sorted().forEach(id -> queue.add(new Work.Look(id)));
    if (!verdict.listAgain()) {
      // Claimed with the next pass, when what has changed since is read too.
      listedAt = Optional.of(began);
      schedule.hasten();
    }
  }

  private void endPass(boolean complete, List<Reading<StreamPosition>> readings) {
    var asOf = Instant.parse(at.asOf());
    schedule.ended();
    passedOnce = true;
    listingsTurn = true;
    if (!complete) {
      if (listing != null) {
        listing.hasten();
      }
      at = at.ended();
      return;
    }
    published.forgetThePast();
    var before = at.from();
    if (at.fresh() && stream.things().listed().isPresent()) {
      // Nothing was published before, so nothing can be gone that was.
      at = at.listed(asOf);
      claim(before, asOf, ALL, readings);
      if (listing != null) {
        listing.skip(Instant.now());
      }
    } else if (listedAt.isPresent()) {
      at = at.listed(listedAt.get());
      claim("", listedAt.get(), ALL, readings);
      listedAt = Optional.empty();
    } else if (mayBeHeld() || StreamPosition.micros(asOf).equals(before)) {
      at = at.ended();
    } else {
      at = at.claimed(asOf);
      claim(before, asOf, CHANGES, readings);
    }
  }

  private boolean mayBeHeld() {
    return listing != null
        && listing.isDue(Instant.now())
        && System.nanoTime() - claimedAt < HOLD.toNanos();
  }

  private void claim(
      String from, Instant asOf, Set<String> guarantees, List<Reading<StreamPosition>> readings) {
    claimedAt = System.nanoTime();
    readings.add(
        new Reading.StretchEnd<>(
            from.isEmpty() ? stream.axisStart() : from,
            StreamPosition.micros(asOf),
            asOf,
            guarantees,
            Map.of(),
            at));
  }

  /** Ends a request under way; the client is shared by the task's readers, which all stop. */
  @Override
  public void cancel() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
  }
}
