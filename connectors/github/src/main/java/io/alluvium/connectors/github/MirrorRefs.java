package io.alluvium.connectors.github;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.git.CommitLogReader;
import io.alluvium.connectors.git.GitRepository;
import io.alluvium.connectors.git.GitTag;
import io.alluvium.connectors.git.RefLog;
import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The branches and tags of a mirror, as things of their own. A fetch lists all refs or fails, so
 * one that is not listed is gone: inferred, and like every absence confirmed where it is many.
 */
final class MirrorRefs implements RefLog {
  // Refs are few; buckets are rewritten as a whole.
  private static final int BUCKETS = 32;
  private static final String PRIVATE = "-";

  private final RepositoryScope repository;
  private final MirrorPlace place;
  private final RefEvents events;
  private final KnownEntities known;
  private final AbsenceRule rule;
  private final Deque<String> pending = new ArrayDeque<>();

  /** What a first reading has handed out: refs may move while it lasts, and are compared again. */
  private final Set<String> told = new HashSet<>();

  private Map<String, String> refs = Map.of();
  private Map<String, String> tags = Map.of();
  private @Nullable GitRepository mirror;
  private Optional<Instant> confirmAt = Optional.empty();

  MirrorRefs(MirrorPlace place, Intervals intervals, ReaderContext context) {
    this.place = place;
    this.repository = place.repository();
    this.events = new RefEvents(repository);
    this.known = context.known(repository.scope(), CommitLogReader.AXIS, MirrorRefs::bucketOf);
    this.rule = new AbsenceRule(intervals.confirm());
  }

  private static int bucketOf(String ref) {
    return Math.floorMod(ref.hashCode(), BUCKETS);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // A tag object may change and the commit it names stay.
  public void compare(GitRepository from, Map<String, String> now, Instant asOf, boolean anew) {
    if (!anew) {
      told.clear();
    }
    boolean mayConfirm = confirmAt.filter(time -> !asOf.isBefore(time)).isPresent();
    if (now == refs && !mayConfirm) {
      return;
    }
    mirror = from;
    refs = now;
    tags = from.tags();
    pending.clear();
    now.keySet().stream()
        .filter(ref -> anew && !told.contains(ref) || !isAsItWas(ref))
        .sorted(Comparator.comparingInt(MirrorRefs::bucketOf))
        .forEach(pending::add);
    pending.addAll(gone(asOf));
  }

  private boolean isAsItWas(String ref) {
    return known.fingerprint(ref).equals(Optional.of(fingerprint(ref)));
  }

  private Set<String> gone(Instant asOf) {
    var absent = new HashSet<>(known.idsUnder(""));
    absent.removeAll(refs.keySet());
    var verdict = rule.judge(absent, known.size(), asOf);
    confirmAt =
        verdict.listAgain()
            ? confirmAt.or(() -> Optional.of(asOf.plus(rule.confirmAfter())))
            : Optional.empty();
    return verdict.deleted();
  }

  // The object of an annotated tag too: its message may change and its commit stay.
  private String fingerprint(String ref) {
    var sha = refs.getOrDefault(ref, "");
    var object = tags.getOrDefault(ref, sha);
    return sha + (object.equals(sha) ? "" : "." + object) + (repository.isPrivate() ? PRIVATE : "");
  }

  @Override
  public Optional<Change> next() {
    var ref = pending.poll();
    var from = mirror;
    if (ref == null || from == null) {
      return Optional.empty();
    }
    told.add(ref);
    var before = known.fingerprint(ref).map(print -> print.substring(0, 40));
    var sha = refs.get(ref);
    if (sha == null) {
      var event = events.gone(ref, before.orElse(""));
      place.describeRef(event);
      return Optional.of(new Change(event, KnownChange.gone(ref)));
    }
    return Optional.of(
        new Change(exists(from, ref, sha, before), KnownChange.exists(ref, fingerprint(ref))));
  }

  private RawEvent.Builder exists(
      GitRepository from, String ref, String sha, Optional<String> before) {
    var other = before.filter(old -> !old.equals(sha));
    boolean forced = other.filter(old -> isForced(from, ref, old, sha)).isPresent();
    var tag = Optional.ofNullable(tags.get(ref)).flatMap(from::tag);
    var event =
        events.exists(ref, sha, new RefEvents.Move(other, forced), when(from, sha, tag, forced));
    tag.ifPresent(says -> RefEvents.annotate(event, says));
    place.describeRef(event);
    return event;
  }

  // A tag is not meant to move at all. A fetch brings the whole history: what is not there is not
  // part of it.
  private static boolean isForced(GitRepository from, String ref, String before, String sha) {
    return RefEvents.isTag(ref) || !from.isAncestor(before, sha).orElse(false);
  }

  // GitHub's git does not say when a ref was moved; what it was moved to is hardly older.
  private static Instant when(
      GitRepository from, String sha, Optional<GitTag> tag, boolean forced) {
    if (forced) {
      return Instant.now();
    }
    return tag.map(says -> says.tagger().when())
        .filter(Instant.EPOCH::isBefore)
        .or(() -> from.committedAt(sha))
        .orElseGet(Instant::now);
  }

  @Override
  public Set<String> guarantees() {
    return confirmAt.isPresent()
        ? Set.of("creations", "edits")
        : Set.of("creations", "edits", "deletions");
  }
}
