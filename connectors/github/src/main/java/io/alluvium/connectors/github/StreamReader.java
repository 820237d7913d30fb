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
  private final PagesAhead ahead;
  private final Shared shared;
  private final KnownEntities known;
  private final Published published;
  private final WorkQueue queue;
  private final Schedule schedule;
  private final String scope;
  private @Nullable Listing listing;
  private StreamPosition at;
  private Optional<StreamPosition> told = Optional.empty();
  private boolean hasRoom;
  private boolean passedOnce;
  private boolean listingsTurn;
  private Walk.@Nullable Step step;
  private Optional<Instant> listedAt = Optional.empty();
  private long claimedAt = System.nanoTime();
  private volatile Backfill backfill = Backfill.UNKNOWN;

  StreamReader(Stream stream, Shared shared, ReaderContext context) {
    this.stream = stream;
    this.shared = shared;
    this.scope = stream.repository().scope();
    this.pages = new Pages(shared.client(), stream.repository());
    this.ahead = new PagesAhead(pages, shared);
    this.known = context.known(scope, axis(), EntityKeys::bucketOf);
    this.schedule = new Schedule(shared.intervals());
    this.published =
        new Published(known, stream.things().details().isPresent(), stream.things().lookback());
    var keys = new EntityKeys(stream.kind(), stream.repository());
    this.queue =
        new WorkQueue(stream.things(), published, shared, keys, context.openGaps(scope, axis()));
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
    if (!takeRoom()) {
      told = Optional.of(at);
      return new Page<>(List.of(), at, false);
    }
    boolean busy;
    try {
      busy = isWorking() || ask();
      handOut(readings, limit);
    } catch (IOException | RuntimeException e) {
      // Whoever has to wait must not keep the others from working.
      giveRoom();
      throw e;
    }
    if (queue.isEmpty()) {
      giveRoom();
    }
    backfill = new Backfill(known.size(), at.from().isEmpty() ? -1 : known.size());
    told = Optional.of(at);
    return new Page<>(readings, at, busy || at.isUnderWay());
  }

  private boolean isWorking() {
    return !queue.isEmpty() || step != null;
  }

  private boolean takeRoom() {
    hasRoom = hasRoom || shared.takeRoom();
    return hasRoom;
  }

  private void giveRoom() {
    hasRoom = false;
    shared.giveRoom();
  }

  private void handOut(List<Reading<StreamPosition>> readings, int limit) throws IOException {
    queue.drain(readings, limit, at);
    if (queue.isEmpty() && step != null) {
      var done = step;
      step = null;
      at = done.at();
      if (done.ended()) {
        endPass(done.complete(), readings);
      }
    }
  }

  private void restart(StreamPosition position) {
    at = position;
    told = Optional.of(position);
    passedOnce = !position.from().isEmpty();
    step = null;
    ahead.drop();
    queue.clear();
    published.begin(position.generation());
    listing = stream.listing(known, schedule.intervals(), position.listed());
    shared.client().forget(stream.walk().page(at));
  }

  /** Asks for the next page that is due; false if none is. */
  private boolean ask() throws IOException {
    var current = listing;
    boolean mayList = current != null && passedOnce && current.isDue(Instant.now());
    boolean mayPass = at.isUnderWay() || schedule.isDue();
    if (current != null && mayList && !at.isUnderWay() && (listingsTurn || !mayPass)) {
      listingsTurn = false;
      // Claimed with the next pass, when what has changed since is read too.
      listedAt = current.ask(pages, stream, queue).or(() -> listedAt);
      if (listedAt.isPresent()) {
        schedule.hasten();
      }
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
    boolean isLink = !at.next().isEmpty();
    var answer = first ? pages.ask(uri, isLink, true) : ahead.page(uri, isLink);
    if (answer instanceof Pages.Answer.Page page) {
      at = first ? at.begun(page.date()) : at;
      var seen = queue.take(page, stream.wantedSince(at));
      schedule.saw(seen.news());
      if (!first || !stream.walk().isProvedByFirstPage(seen) || isStirring(seen, page.date())) {
        shared.client().forget(uri);
      }
      step = stream.walk().after(at, seen);
      if (!step.ended()) {
        ahead.ask(stream.walk().page(step.at()), !step.at().next().isEmpty());
      }
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

  private void endPass(boolean complete, List<Reading<StreamPosition>> readings) {
    var asOf = Instant.parse(at.asOf());
    schedule.ended();
    passedOnce = true;
    listingsTurn = true;
    if (!complete || (at.owing() && listedAt.isEmpty())) {
      if (at.owing() && listing != null) {
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
    shared.close();
  }

  @Override
  public void close() {
    shared.close();
  }
}
