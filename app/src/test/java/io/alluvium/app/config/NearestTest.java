package io.alluvium.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> KEYS = List.of("http.port", "kafka.port", "data.dir");

  @Test
  void findsWhatWasMeant() {
    assertThat(Nearest.to("htpp.port", KEYS)).contains("http.port");
    assertThat(Nearest.to("kafka_port", KEYS)).contains("kafka.port");
    assertThat(Nearest.to("DATA.DIR", KEYS)).contains("data.dir");
    assertThat(Nearest.to("datadir", KEYS)).contains("data.dir");
  }

  @Test
  void suggestsNothingWhenNothingIsNear() {
    assertThat(Nearest.to("password", KEYS)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
  }

  @Test
  void countsASwapOfNeighboursAsOneEdit() {
    assertThat(Nearest.edits("port", "prot")).isEqualTo(1);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
  }
}
