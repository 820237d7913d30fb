package io.alluvium.connectors.files;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.Reading;
import io.alluvium.connectors.SourceReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files below a directory: lists them all, publishes what is new, changed or gone, then
 * follows hints of the file system, and lists all again now and then to find what the hints missed.
 *
 * <p>A hint is never believed: it leads to a look at the path. Known files are the measure of what
 * has changed, so it makes no difference whether a change was seen, missed, or made while the
 * process was down.
 */
final class FileTreeReader implements SourceReader<SnapshotPosition> {
  static final String AXIS = "snapshot";

  private static final Logger LOG = LoggerFactory.getLogger(FileTreeReader.class);
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration LISTING_SLICE = Duration.ofMillis(50);
  private static final long PAGE_CHARACTERS = 4L * 1024 * 1024;
  private static final String WHOLE = "";

  private final Path root;
  private final KnownEntities known;
  private final IgnoreRules rules;
  private final TreeWatch watch;
  private final Settling settling;
  private final RootGuard guard;
  private final FileCheck check;
  private final AbsenceRule absence;
  private final Reconciliation reconciliation;
  private final IndexLock indexLock;
  private final Listings listings;
  private final WorkQueue queue = new WorkQueue();
  private Optional<String> seen = Optional.empty();
  private boolean waiting;

  FileTreeReader(FilesSourceConfig config, ReaderContext context) {
    this(config, context, new TreeWatch(config.realPath()));
  }

  FileTreeReader(FilesSourceConfig config, ReaderContext context, TreeWatch watch) {
    this.root = config.realPath();
    this.watch = watch;
    var scope = root.toString();
    var events = new FileEvents(root, config.rootId());
    this.known = context.known(scope, events::entityKey);
    this.rules = new IgnoreRules(root, config.include(), config.exclude());
    this.settling = new Settling(root, config.settle());
    var identity =
        Optional.ofNullable(context.remembered(scope, AXIS).get(SnapshotPosition.IDENTITY));
    this.guard = new RootGuard(root, identity);
    var failed = context.openGaps(scope, AXIS);
    this.check = new FileCheck(root, rules, known, guard, events, config, failed);
    this.absence = new AbsenceRule(config.absenceConfirm());
    this.reconciliation = new Reconciliation(known, absence);
    this.indexLock = new IndexLock(root);
    this.listings = new Listings(root, rules, watch, config.rescan());
  }

  @Override
  public String scope() {
    return root.toString();
  }

  @Override
  public String axis() {
    return AXIS;
  }

  @Override
  public SnapshotPosition begin() {
    return new SnapshotPosition(known.size() > 0);
  }

  @Override
  public SnapshotPosition resume(Map<String, String> offset) {
    return SnapshotPosition.of(offset);
  }

  @Override
  public Backfill backfill() {
    return queue.backfill();
  }

  @Override
  public Page<SnapshotPosition> readAfter(SnapshotPosition position, int limit) {
    var identity = guard.identity();
    if (identity.isEmpty()) {
      waitForRoot();
      return work(position, limit, false);
    }
    waiting = false;
    if (!identity.equals(seen)) {
      // The watches were on the directory that lay here before.
      seen = identity;
      watch.forgetAll();
      listings.startOver();
    }
    followHints();
    boolean listing = list(position);
    if (!settling.isEmpty() && !indexLock.isHeld()) {
      // Neighbours in a batch should share a bucket of known entities.
      settling.takeSettled().stream()
          .sorted(Comparator.comparingInt(settled -> known.bucketOf(settled.path())))
          .forEach(this::settled);
    }
    return work(position, limit, listing);
  }

  /** Lists for one slice of time; whether there is more to list. */
  private boolean list(SnapshotPosition position) {
    long deadline = System.nanoTime() + LISTING_SLICE.toNanos();
    boolean running = true;
    while (running && System.nanoTime() - deadline < 0) {
      listings.advance(queue.isListingDone(), deadline).ifPresent(scan -> listed(scan, position));
      running = listings.isRunning(queue.isListingDone());
    }
    return running;
  }

  /** Without its root the source waits: that files cannot be seen does not mean they are gone. */
  private void waitForRoot() {
    if (waiting) {
      return;
    }
    waiting = true;
    seen = Optional.empty();
    LOG.warn("{} is gone or not mounted. No file is taken for deleted; waiting for it", root);
    watch.forgetAll();
    settling.clear();
    queue.clear();
    listings.startOver();
    queue.addUrgent(
        new Work.Say(check.unreadable(WHOLE, "it is gone or not mounted; waiting for it")));
  }

  private void followHints() {
    var hints = watch.take();
    hints.lost().forEach(listings::request);
    hints.paths().stream().filter(path -> !path.isEmpty()).forEach(this::follow);
  }

  private void follow(String path) {
    if (rules.prunesAbove(path)) {
      return;
    }
    if (Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      if (!rules.prunes(path)) {
        listings.request(path);
      }
      return;
    }
    int slash = path.lastIndexOf('/');
    if (path.substring(slash + 1).equals(IgnoreRules.GITIGNORE)) {
      listings.request(slash < 0 ? WHOLE : path.substring(0, slash));
    }
    settling.add(path);
  }

  private void settled(Settling.Settled settled) {
    var path = settled.path();
    queue.addUrgent(new Work.Check(path, settled.attempt(), Work.Need.HINTED));
    if (settled.state().isEmpty()) {
      watch.remove(path);
      // It may have been a directory.
      known.idsUnder(path + "/").forEach(below -> queue.addUrgent(hinted(below)));
    }
  }

  private static Work.Check hinted(String path) {
    return new Work.Check(path, 0, Work.Need.HINTED);
  }

  private void listed(TreeScan scan, SnapshotPosition position) {
    if (!scan.base().isEmpty()) {
      var result = reconciliation.part(scan);
      sayUnreadable(scan, queue::addUrgent);
      result.work().forEach(queue::addUrgent);
      if (result.listAgain()) {
        listings.request(WHOLE);
      }
      return;
    }
    if (!guard.isTrusted() && scan.files().isEmpty() && known.size() > 0) {
      var why =
          "another, empty directory lies there, as if a disk were not mounted; waiting for it";
      queue.addUrgent(new Work.Say(check.unreadable(WHOLE, why)));
      listings.requestWholeIn(absence.confirmAfter());
      return;
    }
    guard.trust();
    wholeListed(scan, position);
  }

  private void wholeListed(TreeScan scan, SnapshotPosition position) {
    var result = reconciliation.whole(scan, position.rereading());
    sayUnreadable(scan, queue::addListed);
    sayRecovered(scan);
    queue.addListed(result.work(), known.size());
    if (result.listAgain()) {
      listings.requestWholeIn(absence.confirmAfter());
    } else {
      queue.addListed(new Work.Say(SnapshotPosition.end(scan.startedAt(), guard.trusted())));
    }
  }

  private void sayUnreadable(TreeScan scan, Consumer<Work> to) {
    scan.unreadable().forEach((path, why) -> to.accept(new Work.Say(check.unreadable(path, why))));
  }

  private void sayRecovered(TreeScan scan) {
    for (var path : List.copyOf(check.failed())) {
      if (!scan.unreadable().containsKey(path)) {
        queue.addListed(hinted(path));
      }
    }
  }

  private Page<SnapshotPosition> work(SnapshotPosition position, int limit, boolean listing) {
    var readings = new ArrayList<Reading<SnapshotPosition>>();
    var told = new HashSet<String>();
    var at = position;
    long characters = 0;
    long deadline = System.nanoTime() + SLICE.toNanos();
    while (readings.size() < limit
        && characters < PAGE_CHARACTERS
        && System.nanoTime() - deadline < 0) {
      var next = queue.next(told);
      if (next == null) {
        break;
      }
      var reading = work(next, at);
      reading.ifPresent(readings::add);
      if (reading.isPresent() && next instanceof Work.Look look) {
        told.add(look.path());
      }
      if (reading.orElse(null) instanceof Reading.StretchEnd<SnapshotPosition> end) {
        at = end.position();
      }
      characters += reading.map(FileTreeReader::length).orElse(0);
    }
    queue.count();
    return new Page<>(readings, at, listing || !readings.isEmpty() || queue.hasNext());
  }

  private Optional<Reading<SnapshotPosition>> work(Work next, SnapshotPosition at) {
    if (next instanceof Work.Say say) {
      return Optional.of(say.reading());
    }
    if (next instanceof Work.Absent absent) {
      return take(hinted(absent.path()), check.absent(absent.path(), at));
    }
    var look = (Work.Check) next;
    return take(look, check.check(look, at));
  }

  private Optional<Reading<SnapshotPosition>> take(Work.Check look, FileCheck.Outcome outcome) {
    if (outcome instanceof FileCheck.Outcome.Unsettled) {
      queue.await(look.path());
      settling.add(look.path(), look.attempt() + 1);
      return Optional.empty();
    }
    queue.settled(look.path());
    return outcome instanceof FileCheck.Outcome.Found found
        ? Optional.of(found.reading())
        : Optional.empty();
  }

  private static int length(Reading<SnapshotPosition> reading) {
    return reading instanceof Reading.Observed<SnapshotPosition> observed
            && observed.event().hasText()
        ? observed.event().getText().length()
        : 0;
  }

  @Override
  public void close() {
    listings.startOver();
    watch.close();
  }
}
