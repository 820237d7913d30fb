package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Compares with the reference implementation of RFC 8785. */
final class CanonicalJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] STARTS = {
    0, 0, 0x20, 0x20, 0x20, 0x70, 0x3C0, 0x2020, 0xE000, 0xFFF0, 0x1F600
  };

  @Test
  void writesAsTheReferenceDoes() throws IOException {
    var random = new Random(8785);
    for (int round = 0; round < 2_000; round++) {
      assertSame(random, 40);
    }
  }

  @RepeatedTest(20)
  void writesTextLongerThanItsBufferAsTheReferenceDoes() throws IOException {
    assertSame(new Random(), 30_000);
  }

  @Test
  void startsAnewAfterAnObjectThatWasLeftHalfWritten() {
    var bytes = new ByteArrayOutputStream();
    var json = new CanonicalJson(bytes::write);
    json.begin();
    json.field("a", "left behind");
    json.begin();
    json.field("b", List.of());
    json.end();
    assertThat(bytes).hasToString("{\"b\":[]}");
  }

  private static void assertSame(Random random, int longest) throws IOException {
    var object = new TreeMap<String, Object>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      object.put(
          text(random, 8), random.nextBoolean() ? text(random, longest) : list(random, longest));
    }
    var expected = new JsonCanonicalizer(JSON.writeValueAsString(object)).getEncodedUTF8();
    assertThat(written(object)).isEqualTo(expected);
  }

  @SuppressWarnings("unchecked")
  private static byte[] written(TreeMap<String, Object> object) {
    var bytes = new ByteArrayOutputStream();
    var json = new CanonicalJson(bytes::write);
    json.begin();
    object.forEach((key, value) -> {
      if (value instanceof String text) {
        json.field(key, text);
      } else {
        json.field(key, (List<String>) value);
      }
    });
    json.end();
    return bytes.toByteArray();
  }

  private static List<String> list(Random random, int longest) {
    var list = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(text(random, longest / 4));
    }
    return list;
  }

  private static String text(Random random, int longest) {
    var text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.appendCodePoint(STARTS[random.nextInt(STARTS.length)] + random.nextInt(16));
    }
    return text.toString();
  }
}
