import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** From the call that sends a raw event to the poll that returns its committed event. */
final class TopologyLatency {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(30);

  private final TopologyTopics topics;
  private final RawLoad load;

  TopologyLatency(TopologyTopics topics, RawLoad load) {
    this.topics = topics;
    this.load = load;
  }

  /** Sends events that are all new, at an even pace, and prints how long they took. */
  void measure(double perSecond, int firstNumber) {
    var times = new ArrayList<Long>();
    try (var out = topics.reader(TopologyTopics.EVENTS)) {
      var begin = System.nanoTime();
      int sent = 0;
      long passed = 0;
      while (passed < WARM_UP.plus(MEASURED).toNanos()) {
        // A part of what is due, then a look at what came, also where the pace is too high.
        var due = Math.min((int) (passed / 1e9 * perSecond), sent + 1_000);
        for (; sent < due; sent++) {
          load.send(firstNumber + sent, firstNumber + sent, Instant.now());
        }
        collect(out, passed > WARM_UP.toNanos() ? times : new ArrayList<>());
        passed = System.nanoTime() - begin;
      }
      System.out.printf("Sent %,.0f raw events/s; ", sent / (passed / 1e9));
    }
    print(times);
  }

  private static void collect(KafkaConsumer<byte[], byte[]> out, List<Long> times) {
    for (var event : out.poll(Duration.ofMillis(1))) {
      times.add(Duration.between(occurredAt(event), Instant.now()).toMillis());
    }
  }

  private static Instant occurredAt(ConsumerRecord<byte[], byte[]> event) {
    return Instant.parse(new String(event.headers().lastHeader("ce_time").value(), UTF_8));
  }

  private static void print(List<Long> times) {
    if (times.isEmpty()) {
      System.out.println("no event came out");
      return;
    }
    times.sort(null);
    System.out.printf(
        "raw to committed event: median %d ms, p99 %d ms, longest %d ms%n",
        times.get(times.size() / 2), times.get(times.size() * 99 / 100), times.getLast());
  }
}
