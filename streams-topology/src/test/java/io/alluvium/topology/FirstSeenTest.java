package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Superseded hashes are remembered for their time, and forgotten a little at a time. */
final class FirstSeenTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final TestStream stream = TestStream.ingest();
  private final KeyValueStore<Bytes, byte[]> store = stream.store(FirstSeen.STORE);
  private final AtomicLong now = new AtomicLong(100 * DAY);
  private final FirstSeen firstSeen = new FirstSeen(store, Duration.ofDays(30), now::get);

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void remembersWhoReportedAVersion() {
    firstSeen.remember(hash(1), List.of("git"));
    firstSeen.add(hash(1), "mirror");
    firstSeen.remember(hash(1), List.of("laptop"));
    assertThat(firstSeen.reporters(hash(1))).containsExactly("git", "mirror", "laptop");
    assertThat(firstSeen.reporters(hash(2))).isNull();
  }

  @Test
  void forgetsAVersionAfterItsRetentionThoughItIsNotPurgedYet() {
    firstSeen.remember(hash(1), List.of("git"));
    now.addAndGet(30 * DAY);
    assertThat(firstSeen.reporters(hash(1))).containsExactly("git");
    now.addAndGet(1);
    assertThat(firstSeen.reporters(hash(1))).isNull();
  }

  @Test
  void purgesOldestFirstAndNoMoreThanItsLimit() {
    IntStream.range(0, 100)
        .forEach(i -> {
          firstSeen.remember(hash(i), Set.of("git"));
          now.addAndGet(1);
        });
    now.addAndGet(31 * DAY);
    firstSeen.purge(30);
    assertThat(entries()).isEqualTo(2 * 70);
    firstSeen.purge(30);
    firstSeen.purge(30);
    assertThat(entries()).isEqualTo(2 * 10);
    now.addAndGet(-31 * DAY);
    assertThat(firstSeen.reporters(hash(89))).isNull();
    assertThat(firstSeen.reporters(hash(90))).isNotNull();
  }

  @Test
  void keepsAVersionThatWasSupersededOnceMore() {
    firstSeen.remember(hash(1), Set.of("git"));
    now.addAndGet(20 * DAY);
    firstSeen.remember(hash(1), Set.of("git"));
    now.addAndGet(20 * DAY);
    firstSeen.purge(100);
    assertThat(firstSeen.reporters(hash(1))).containsExactly("git");
    now.addAndGet(20 * DAY);
    firstSeen.purge(100);
    assertThat(entries()).isZero();
  }

  @Test
  void purgesNothingThatIsYoung() {
    firstSeen.remember(hash(1), Set.of("git"));
    now.addAndGet(29 * DAY);
    firstSeen.purge(100);
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void isPurgedByTheTopologyWhileItRuns() {
    stream.send(Raw.file("a.txt", "one").observed(1), Raw.file("a.txt", "two").observed(2));
    assertThat(entries()).isEqualTo(2);
    stream.pass(Duration.ofDays(31));
    stream.send(Raw.file("b.txt", "one").observed(1));
    stream.pass(Duration.ofSeconds(10));
    assertThat(entries()).isZero();
  }

  private long entries() {
    try (var all = store.all()) {
      long count = 0;
      while (all.hasNext()) {
        all.next();
        count++;
      }
      return count;
    }
  }

  private static String hash(int i) {
    return String.format("%064x", i);
  }
}
