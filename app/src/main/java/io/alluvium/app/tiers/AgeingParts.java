package io.alluvium.app.tiers;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.sinks.KafkaReplay;
import io.alluvium.sinks.ageing.Ageing;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.sinks.ageing.SliceProof;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** What ageing works with. Opens nothing before it is needed. Thread-safe. */
final class AgeingParts implements AutoCloseable {
  private final TierSet tiers;
  private final AgeingPolicy policy;
  private final TierCare.Surroundings node;
  private @Nullable Open open;

  private record Open(Admin admin, AgeingLog ledger, Ageing ageing) {}

  AgeingParts(TierSet tiers, AgeingPolicy policy, TierCare.Surroundings node) {
    this.tiers = tiers;
    this.policy = policy;
    this.node = node;
  }

  Ageing ageing() {
    return open().ageing();
  }

  AgeingLog ledger() {
    return open().ledger();
  }

  /** Where the log of a tier begins. */
  LogStarts starts() {
    return new LogStarts(open().admin(), node.topics());
  }

  /** What reads the log again; to be closed by who asked for it. */
  KafkaReplay replay() {
    return new KafkaReplay(node.topics(), node.registry(), node.client());
  }

  /** A proof of its own, for who is not ageing. */
  SliceProof proof() {
    return proof(open().admin());
  }

  /** The newest record of every slice; none before anything was needed. */
  synchronized List<SliceAgeing> records() {
    return open == null ? List.of() : List.copyOf(open.ledger().all());
  }

  private synchronized Open open() {
    var known = open;
    if (known != null) {
      return known;
    }
    var admin = Admin.create(node.client());
    try {
      var ledger =
          new AgeingLog(node.topics().ageing(), tiers.replica(), node.registry(), node.client());
      var ageing = new Ageing(tiers.chain(), proof(admin), ledger, policy, node.clock());
      var opened = new Open(admin, ledger, ageing);
      open = opened;
      return opened;
    } catch (RuntimeException failure) {
      admin.close(Duration.ZERO);
      throw failure;
    }
  }

  private SliceProof proof(Admin admin) {
    var events = node.topics().events();
    return new SliceProof(
        tiers.chain(),
        (shard, day, ids) -> tiers.cold().replay(shard).find(day, ids),
        new EventLogEnds(admin, events),
        events);
  }

  @Override
  public synchronized void close() {
    var known = open;
    if (known != null) {
      known.ledger().close();
      known.admin().close(Duration.ZERO);
      open = null;
    }
  }
}
