package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Puts the commits reachable from some tips, and not from others, in order: newest committer time
 * first, equal times by object id, a parent never before the child through which it was found.
 *
 * <p>JGit's own walk ends with an exception at the first damaged commit, which is why this is not
 * one: here a commit that cannot be read takes its place in the order, and the others go on.
 */
final class CommitOrder {
  /** Excluded commits looked at beyond the last wanted one, against clocks that ran backwards. */
  private static final int OVERSCAN = 64;

  private static final Comparator<RevCommit> NEWEST_FIRST =
      Comparator.comparingInt(RevCommit::getCommitTime)
          .reversed()
          .thenComparing(AnyObjectId::compareTo);

  private final RevWalk walk;
  private final RevFlag seen;
  private final RevFlag listed;
  private final RevFlag excluded;
  private final PriorityQueue<RevCommit> queue = new PriorityQueue<>(NEWEST_FIRST);
  private final List<RevCommit> order = new ArrayList<>();
  private final Map<ObjectId, Exception> unreadable = new HashMap<>();
  private final List<String> missingExcludes = new ArrayList<>();
  private int wanted;
  private int oldestWanted = Integer.MAX_VALUE;

  private CommitOrder(RevWalk walk) {
    this.walk = walk;
    walk.setRetainBody(false);
    this.seen = walk.newFlag("seen");
    this.listed = walk.newFlag("listed");
    this.excluded = walk.newFlag("excluded");
  }

  /**
   * Orders the commits to read. Where clocks ran backwards, it may contain a few that are reachable
   * from {@code exclude} too; it never leaves one out.
   */
  static CommitOrder of(RevWalk walk, Collection<String> tips, Collection<String> exclude) {
    var order = new CommitOrder(walk);
    order.run(tips, exclude, false);
    return order;
  }

  /** As {@link #of}, but without any commit reachable from {@code exclude}, at any price. */
  static CommitOrder exactly(RevWalk walk, Collection<String> tips, Collection<String> exclude) {
    var order = new CommitOrder(walk);
    order.run(tips, exclude, true);
    return order;
  }

  /** The commits in order, those that could not be read included. */
  List<RevCommit> commits() {
    return order;
  }

  /** Why commits could not be read, excluded ones among them. */
  Map<ObjectId, Exception> unreadable() {
    return unreadable;
  }

  /** Excluded tips that the repository does not have. */
  List<String> missingExcludes() {
    return missingExcludes;
  }

  private void run(Collection<String> tips, Collection<String> exclude, boolean exact) {
    exclude.forEach(this::exclude);
    tips.forEach(this::want);
    int overscan = OVERSCAN;
    while (!queue.isEmpty() && (wanted > 0 || !order.isEmpty() && (exact || overscan > 0))) {
      var commit = queue.poll();
      if (wanted == 0 && commit.getCommitTime() < oldestWanted) {
        overscan--;
      }
      visit(commit);
    }
    order.removeIf(commit -> commit.has(excluded));
  }

  private void exclude(String tip) {
    var commit = walk.lookupCommit(ObjectId.fromString(tip));
    if (!commit.has(seen)) {
      commit.add(excluded);
      if (!enqueue(commit)) {
        missingExcludes.add(tip);
      }
    }
  }

  private void want(String tip) {
    var commit = walk.lookupCommit(ObjectId.fromString(tip));
    if (commit.has(seen)) {
      return;
    }
    enqueue(commit);
    // A tag may name a file or a directory: a ref, but no commit.
    if (unreadable.get(commit) instanceof IncorrectObjectTypeException) {
      unreadable.remove(commit);
      commit.add(excluded);
    }
  }

  private boolean enqueue(RevCommit commit) {
    commit.add(seen);
    try {
      walk.parseHeaders(commit);
    } catch (IOException | RuntimeException e) {
      unreadable.put(commit, e);
      commit.add(listed);
      order.add(commit);
      return false;
    }
    queue.add(commit);
    if (!commit.has(excluded)) {
      wanted++;
    }
    return true;
  }

  private void visit(RevCommit commit) {
    commit.add(listed);
    boolean out = commit.has(excluded);
    if (!out) {
      wanted--;
      oldestWanted = Math.min(oldestWanted, commit.getCommitTime());
      order.add(commit);
    }
    for (var parent : commit.getParents()) {
      if (out) {
        spreadExclusion(parent);
      }
      if (!parent.has(seen)) {
        enqueue(parent);
      }
    }
  }

  /** Marks a commit as excluded, and its ancestors as far as they were visited before. */
  private void spreadExclusion(RevCommit from) {
    var pending = new ArrayDeque<RevCommit>();
    pending.add(from);
    while (!pending.isEmpty()) {
      var commit = pending.remove();
      if (commit.has(excluded)) {
        continue;
      }
      commit.add(excluded);
      if (commit.has(listed)) {
        if (!unreadable.containsKey(commit)) {
          pending.addAll(List.of(commit.getParents()));
        }
      } else if (commit.has(seen)) {
        wanted--;
      }
    }
  }
}
