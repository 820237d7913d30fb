package io.alluvium.app.cluster;

import io.alluvium.sinks.search.PartialAnswers;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Asks all shards of a tier, wherever they are, and makes one answer of theirs.
 *
 * <p>Each shard is asked of one replica, of this node's if it has one. A node that fails, or takes
 * longer than {@link #PATIENCE}, is not waited for where another has its shards: then that one is
 * asked too, and the first to answer counts. A shard that nobody answers for is named in the
 * answer's failures.
 */
public final class ClusterSearch implements TierSearch {
  /** A search takes milliseconds; after this long somebody else is asked too. */
  static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Executor THREADS = Thread::startVirtualThread;

  /** Asks a holder. */
  @FunctionalInterface
  interface Asking {
    /** Fails if the holder does not answer; it then says why. */
    TierAnswer ask(Holder holder, ShardQuestion question);
  }

  /** Some shards, and those that have been asked for them in vain. */
  private record Wanted(TierQuery query, Set<Integer> shards, Set<Holder> tried) {
    Wanted of(Set<Integer> fewer) {
      return new Wanted(query, fewer, tried);
    }

    Wanted not(Holder holder) {
      var more = new HashSet<>(tried);
      more.add(holder);
      return new Wanted(query, shards, more);
    }
  }

  private final String tier;
  private final int shards;
  private final Supplier<List<Holder>> holders;
  private final Asking asking;

  /**
   * @param shards how many shards the tier has
   * @param holders who has which, as of now
   */
  ClusterSearch(String tier, int shards, Supplier<List<Holder>> holders, Asking asking) {
    this.tier = tier;
    this.shards = shards;
    this.holders = holders;
    this.asking = asking;
  }

  @Override
  public String tier() {
    return tier;
  }

  @Override
  public TierAnswer search(TierQuery query) {
    var all = new TreeSet<>(IntStream.range(0, shards).boxed().toList());
    return PartialAnswers.merge(query, ask(new Wanted(query, all, Set.of()), "").join());
  }

  /**
   * @param why why those that were asked before did not answer
   */
  private CompletableFuture<List<TierAnswer>> ask(Wanted wanted, String why) {
    var plan = plan(wanted);
    var asked = new ArrayList<CompletableFuture<List<TierAnswer>>>();
    var missing = new TreeSet<>(wanted.shards());
    plan.forEach((holder, some) -> {
      missing.removeAll(some);
      asked.add(ask(holder, wanted.of(some), plan.size() == 1));
    });
    if (!missing.isEmpty()) {
      asked.add(CompletableFuture.completedFuture(List.of(nowhere(missing, why))));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().flatMap(one -> one.join().stream()).toList());
  }

  private TierAnswer nowhere(Set<Integer> missing, String why) {
    var failures =
        missing.stream()
            .map(shard -> "shard " + shard + " of tier " + tier + " is not open on any node" + why)
            .toList();
    return new TierAnswer(List.of(), 0, false, missing.size(), 0, failures);
  }

  private Map<Holder, Set<Integer>> plan(Wanted wanted) {
    var plan = new LinkedHashMap<Holder, Set<Integer>>();
    var untried =
        holders.get().stream()
            .filter(holder -> wanted.tried().stream().noneMatch(one -> same(one, holder)))
            .toList();
    for (int shard : wanted.shards()) {
      untried.stream()
          .filter(holder -> holder.has(shard))
          .min(Holder.bestFor(shard))
          .ifPresent(holder -> plan.computeIfAbsent(holder, h -> new TreeSet<>()).add(shard));
    }
    return plan;
  }

  private static boolean same(Holder one, Holder other) {
    return one.node().equals(other.node()) && one.replica() == other.replica();
  }

  private CompletableFuture<List<TierAnswer>> ask(Holder holder, Wanted wanted, boolean alone) {
    var question =
        new ShardQuestion(
            tier, holder.replica(), wanted.shards(), PartialAnswers.toEach(wanted.query()));
    var asked =
        CompletableFuture.supplyAsync(
            () -> List.of(asking.ask(holder, question)),
            alone && holder.isHere() ? Runnable::run : THREADS);
    Function<String, CompletableFuture<List<TierAnswer>>> others =
        why -> ask(wanted.not(holder), why);
    if (plan(wanted.not(holder)).isEmpty()) {
      return asked.exceptionallyCompose(failure -> others.apply(because(holder, failure)));
    }
    var insisted =
        asked
            .thenCompose(answers -> orBetter(answers, others))
            .exceptionallyCompose(failure -> others.apply(because(holder, failure)));
    return holder.isHere() ? insisted : hedged(insisted, () -> others.apply(""));
  }

  /** A shard may have left that node since it last said what it has. */
  private static CompletableFuture<List<TierAnswer>> orBetter(
      List<TierAnswer> answers, Function<String, CompletableFuture<List<TierAnswer>>> others) {
    return isWhole(answers)
        ? CompletableFuture.completedFuture(answers)
        : others.apply("").thenApply(more -> answered(more) > answered(answers) ? more : answers);
  }

  private static boolean isWhole(List<TierAnswer> answers) {
    return answers.stream().allMatch(answer -> answer.failures().isEmpty());
  }

  private static int answered(List<TierAnswer> answers) {
    return answers.stream().mapToInt(TierAnswer::shardsAnswered).sum();
  }

  /** The first answer, or that of others if they are asked because it takes long. */
  private static CompletableFuture<List<TierAnswer>> hedged(
      CompletableFuture<List<TierAnswer>> first,
      Supplier<CompletableFuture<List<TierAnswer>>> others) {
    var best = first.copy();
    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, THREADS)
        .execute(() -> {
          if (!best.isDone()) {
            // Whoever is slow may still know better than nobody.
            others
                .get()
                .thenAccept(answers -> {
                  if (isWhole(answers)) {
                    best.complete(answers);
                  }
                });
          }
        });
    return best;
  }

  private static String because(Holder holder, Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return ": node " + holder.node() + " does not answer (" + cause.getMessage() + ")";
  }
}
