package io.alluvium.connectors.slack;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.ItemRetries;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.Reading;
import io.alluvium.connectors.SourceReader;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one channel: first all there are, backwards; then what the socket tells,
 * and again and again the newest days, to find what the socket missed or nobody tells: late
 * replies, edits, reactions, deletions.
 *
 * <p>Nothing is believed to be complete because the socket was connected. Only a walk through
 * history proves anything, and only walks claim.
 */
final class ChannelReader implements SourceReader<ChannelPosition> {
  static final String AXIS = "ts";

  private static final String HISTORY = "history";

  private final ChannelScope scope;
  private final SlackSourceConfig config;
  private final Workspace workspace;
  private final KnownEntities known;
  private final ItemRetries retries;
  private final AbsenceRule absence;
  private final WalkSchedule schedule;
  private final LiveEvents live;
  private final ChannelCalls calls;
  // What the socket told goes before what a walk listed.
  private final Deque<Item> urgent = new ArrayDeque<>();
  private final Deque<Item> pending = new ArrayDeque<>();
  private @Nullable MessageLedger ledger;
  private @Nullable Walk walk;
  private boolean limitTold;
  private long done;
  private volatile Backfill backfill = Backfill.UNKNOWN;

  ChannelReader(
      ChannelScope scope,
      SlackSourceConfig config,
      Workspace workspace,
      Optional<SocketHub> hub,
      ReaderContext context) {
    this.scope = scope;
    this.config = config;
    this.workspace = workspace;
    this.known = context.known(scope.id(), AXIS, MessageLedger::bucketOf);
    var failed = new HashSet<>(context.openGaps(scope.id(), AXIS));
    this.limitTold = failed.remove(HISTORY);
    this.retries = new ItemRetries(failed);
    this.absence = new AbsenceRule(config.absenceConfirm());
    this.schedule =
        new WalkSchedule(config, workspace.channels(), context.remembered(scope.id(), AXIS));
    this.calls = new ChannelCalls(workspace.api(), scope.id(), config.pageSize());
    this.live = new LiveEvents(scope, config.source(), hub, calls, retries);
  }

  @Override
  public String scope() {
    return scope.id();
  }

  @Override
  public String scopeName() {
    return workspace.names().known(scope.id()).map(Channel::shownAs).orElse(scope.id());
  }

  @Override
  public String axis() {
    return AXIS;
  }

  @Override
  public ChannelPosition begin() {
    return ChannelPosition.begin(known.size() > 0, config.start());
  }

  @Override
  public ChannelPosition resume(Map<String, String> offset) {
    return ChannelPosition.of(offset).from(config.start());
  }

  @Override
  public Backfill backfill() {
    return backfill;
  }

  @Override
  public Page<ChannelPosition> readAfter(ChannelPosition position, int limit) throws IOException {
    var comparing = ledger();
    var readings = new ArrayList<Reading<ChannelPosition>>();
    if (urgent.isEmpty()) {
      live.take(urgent, limit);
    }
    if (urgent.isEmpty() && pending.isEmpty() && !schedule.isHeld()) {
      walkOn(comparing, position);
    }
    var at = work(comparing, position, limit, readings);
    boolean walking = walk != null && !schedule.isHeld();
    return new Page<>(readings, at, walking || !urgent.isEmpty() || !pending.isEmpty());
  }

  private MessageLedger ledger() throws IOException {
    var made = ledger;
    if (made == null) {
      var identity = workspace.identity();
      var name = workspace.names().find(scope.id()).map(Channel::name).orElse(scope.id());
      joinIfWanted();
      var events = new MessageEvents(identity, workspace.people(), scope, name);
      made = new MessageLedger(known, events, config.excludedSubtypes());
      ledger = made;
    }
    return made;
  }

  private void joinIfWanted() throws IOException {
    var listed = workspace.names().find(scope.id());
    if (config.join() && listed.filter(c -> c.open() && !c.member() && !c.archived()).isPresent()) {
      calls.join();
    }
  }

  /** Goes on with the walk that is under way, or begins one that is due. */
  private void walkOn(MessageLedger comparing, ChannelPosition position) throws IOException {
    if (live.takeInterruption()) {
      schedule.soon();
    }
    if (walk == null && schedule.isDue()) {
      walk = new Walk(calls, schedule.plan(position), position, known, retries);
      comparing.walkBegins();
    }
    var walking = walk;
    if (walking == null) {
      return;
    }
    try {
      walking.step(pending::add);
      if (limitTold) {
        limitTold = false;
        pending.addFirst(new Item.Say(new Reading.Recovered<>(HISTORY)));
      }
    } catch (RateLimitedException e) {
      // What the socket tells need not wait with it.
      if (!live.isLive()) {
        throw e;
      }
      hold(e);
    }
  }

  private void hold(RateLimitedException limit) {
    schedule.hold(limit.until());
    limitTold = true;
    var message = String.valueOf(limit.getMessage());
    pending.add(new Item.Say(new Reading.Failed<>(HISTORY, FailureReason.RATE_LIMITED, message)));
  }

  private ChannelPosition work(
      MessageLedger comparing,
      ChannelPosition position,
      int limit,
      ArrayList<Reading<ChannelPosition>> readings) {
    var at = position;
    var told = new HashSet<String>();
    while (readings.size() < limit) {
      var from = urgent.isEmpty() ? pending : urgent;
      var next = from.peek();
      if (next == null || !isFirstWord(next, told)) {
        break;
      }
      from.remove();
      var reading = reading(comparing, next, at);
      reading.ifPresent(readings::add);
      at = positionAfter(next, reading, at);
    }
    return at;
  }

  // A second word on a message has to see what the first one said.
  private static boolean isFirstWord(Item item, Set<String> told) {
    if (item instanceof Item.Listed listed) {
      return told.add(listed.message().id());
    }
    if (item instanceof Item.Fresh fresh) {
      return told.add(fresh.message().id());
    }
    return !(item instanceof Item.Gone gone) || told.add(gone.id());
  }

  private static ChannelPosition positionAfter(
      Item item, Optional<Reading<ChannelPosition>> reading, ChannelPosition at) {
    if (reading.orElse(null) instanceof Reading.StretchEnd<ChannelPosition> end) {
      return end.position();
    }
    if (item instanceof Item.Listed listed) {
      return listed.at();
    }
    return item instanceof Item.Gone gone ? gone.at().orElse(at) : at;
  }

  private Optional<Reading<ChannelPosition>> reading(
      MessageLedger comparing, Item item, ChannelPosition at) {
    if (item instanceof Item.Listed listed && walk != null) {
      progress(walk);
      boolean again = walk.plan().first() && at.rereading();
      return comparing.listed(listed, walk.plan(), again);
    }
    if (item instanceof Item.Fresh fresh) {
      return comparing.fresh(fresh.message(), schedule.windowStart(), at);
    }
    if (item instanceof Item.Gone gone) {
      return comparing.gone(gone, at);
    }
    if (item instanceof Item.ThreadRead read) {
      comparing.threadRead(read.parent());
    }
    if (item instanceof Item.Finished && walk != null) {
      return finish(comparing, walk);
    }
    return item instanceof Item.Say say ? Optional.of(say.reading()) : Optional.empty();
  }

  /** Tells what a walk did not show; then, if nothing is in doubt, that it showed everything. */
  private Optional<Reading<ChannelPosition>> finish(MessageLedger comparing, Walk walked) {
    if (walked.isWhole() && !walked.isJudged()) {
      walked.judged();
      var verdict = absence.judge(walked.absent(), known.size(), walked.startedAt());
      if (verdict.listAgain()) {
        walk = null;
        schedule.again(absence.confirmAfter());
        return Optional.empty();
      }
      verdict.deleted().stream().sorted().forEach(id -> pending.add(inferred(id)));
      pending.add(new Item.Finished());
      return Optional.empty();
    }
    walk = null;
    backfill = new Backfill(done, done);
    comparing.forgetBefore(walked.plan().windowStart());
    return Optional.of(schedule.finished(walked, live.tellsAll()));
  }

  private static Item inferred(String id) {
    return new Item.Gone(id, "inferred", Optional.<Instant>empty(), false, Optional.empty());
  }

  private void progress(Walk walking) {
    if (walking.plan().first()) {
      done++;
      backfill = new Backfill(done, -1);
    }
  }

  @Override
  public void cancel() {
    workspace.cancel();
  }

  @Override
  public void close() {
    live.close();
    workspace.close();
  }
}
