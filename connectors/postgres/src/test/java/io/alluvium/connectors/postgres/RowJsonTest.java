package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** Compares with the reference implementation of RFC 8785. */
final class RowJsonTest {
  private static final int[] STARTS = {0, 0x20, 0x20, 0x70, 0x3C0, 0x2020, 0xE000, 0xFFF0, 0x1F600};

  @Test
  void writesRowsAsTheReferenceDoes() throws IOException {
    var random = new Random(8785);
    for (int round = 0; round < 1_000; round++) {
      var row = new HashMap<String, String>();
      for (int i = random.nextInt(6); i > 0; i--) {
        row.put(text(random), text(random));
      }
      var json = RowJson.of(row);
      assertThat(json).isEqualTo(new JsonCanonicalizer(json).getEncodedString());
    }
  }

  @Test
  void writesValuesAsPeopleWriteThem() {
    assertThat(List.of(1.0, 1.5f, 1e20, -0.0, 1e-7, Double.NaN, Double.POSITIVE_INFINITY))
        .extracting(ColumnText::of)
        .containsExactly("1", "1.5", "100000000000000000000", "0", "0.0000001", "NaN", "Infinity");
    assertThat(ColumnText.of(Map.of("b", List.of(1, "x"), "a", true)))
        .isEqualTo("{\"a\":\"true\",\"b\":[\"1\",\"x\"]}");
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(STARTS[random.nextInt(STARTS.length)] + random.nextInt(16));
    }
    return text.toString();
  }
}
