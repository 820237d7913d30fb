package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Headers of an event, where they are made in another way than by the library at hand. */
final class CloudEventsTest {
  /** The first second of the year 0 and the last of 9999: validation lets no other ones pass. */
  private static final long EARLIEST = -62_167_219_200L;

  private static final long LATEST = 253_402_300_799L;

  @Property
  void writesTimesAsRfc3339Wants(
      @ForAll @LongRange(min = EARLIEST, max = LATEST) long second,
      @ForAll @IntRange(max = 999_999) int micros) {
    assertWritten(Instant.ofEpochSecond(second, micros * 1_000L));
  }

  @Example
  void writesWholeMinutesWithTheirSeconds() {
    assertWritten(Instant.parse("2026-11-20T10:00:00Z"));
    assertWritten(Instant.parse("0000-01-01T00:00:00Z"));
    assertWritten(Instant.parse("2026-11-20T10:00:00.5Z"));
  }

  private static void assertWritten(Instant time) {
    var event = new Event();
    event.setContentHash("0".repeat(64));
    event.setSource("git");
    event.setType("commit.created");
    event.setOccurredAt(time);
    var header = CloudEvents.headers(event).lastHeader("ce_time");
    assertThat(new String(header.value(), UTF_8)).isEqualTo(time.toString());
  }
}
