package io.alluvium.connectors.git;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Hands out commits, newest first. The order is settled when the walk is made and is the same for
 * the same arguments and the same repository, so a place in it can be found again by its number.
 *
 * <p>Commits are read ahead in parallel. Used by one thread; {@link #close} stops the reading.
 */
public final class CommitWalk implements AutoCloseable {
  private static final int BATCH = 32;

  private final List<ObjectId> commits;
  private final List<String> missingExcludes;
  private final ReadAhead readAhead;
  private final ArrayDeque<Future<List<CommitOutcome>>> pending = new ArrayDeque<>();
  private Iterator<CommitOutcome> batch = List.<CommitOutcome>of().iterator();
  private int position;
  private int requested;
  private volatile boolean closed;

  CommitWalk(List<ObjectId> commits, List<String> missingExcludes, ReadAhead readAhead) {
    this.commits = List.copyOf(commits);
    this.missingExcludes = List.copyOf(missingExcludes);
    this.readAhead = readAhead;
  }

  /** Number of outcomes from the first to the last, those passed included. */
  public int size() {
    return commits.size();
  }

  /** Number of outcomes passed so far, by {@link #next} or skipped. */
  public int position() {
    return position;
  }

  /** Tips to exclude that the repository does not have; nothing could be excluded by them. */
  public List<String> missingExcludes() {
    return missingExcludes;
  }

  /** Passes over commits without reading them; stops at the end. */
  public void skip(int count) {
    moveTo(Math.min(commits.size(), position + Math.max(0, count)));
  }

  /**
   * Continues an earlier walk with the same arguments after its {@code done}-th outcome. If that is
   * not {@code lastSha} here, the repository has changed in between (it was deepened or repaired):
   * then nothing is passed over, for reading twice is harmless and leaving out is not.
   *
   * @return true where the place was found
   */
  public boolean resumeAfter(int done, String lastSha) {
    if (done < 1 || done > commits.size() || !commits.get(done - 1).name().equals(lastSha)) {
      return false;
    }
    moveTo(done);
    return true;
  }

  /**
   * Reads the next commit, or what is wrong with it; empty at the end.
   *
   * @throws UncheckedIOException if the thread is interrupted while it waits
   */
  public Optional<CommitOutcome> next() {
    if (!batch.hasNext()) {
      request();
      var first = pending.poll();
      if (first == null) {
        return Optional.empty();
      }
      batch = await(first).iterator();
      request();
    }
    position++;
    return Optional.of(batch.next());
  }

  /** Stops reading ahead. */
  @Override
  public void close() {
    moveTo(commits.size());
    closed = true;
    readAhead.release(commits.size());
  }

  private void moveTo(int place) {
    pending.forEach(future -> future.cancel(false));
    pending.clear();
    batch = List.<CommitOutcome>of().iterator();
    position = place;
    requested = place;
  }

  private void request() {
    while (pending.size() < readAhead.depth() && requested < commits.size()) {
      int end = Math.min(commits.size(), requested + BATCH);
      pending.add(readAhead.read(commits.subList(requested, end), () -> closed));
      requested = end;
    }
  }

  private static List<CommitOutcome> await(Future<List<CommitOutcome>> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new InterruptedIOException("interrupted while reading commits"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading commits failed: " + e.getCause(), e.getCause());
    }
  }
}
