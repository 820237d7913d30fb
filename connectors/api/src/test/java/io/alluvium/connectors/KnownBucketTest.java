package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class KnownBucketTest {
  private static final List<String> PARTS =
      List.of("a", "b/", "ä", "\t", "\\", "\n", "中", "\u0001", "z", "/");

  @Test
  void holdsWhatAMapHoldsWhateverIsDone() {
    var random = new Random(20261120);
    var bucket = new KnownBucket();
    var truth = new TreeMap<String, String>();
    for (int i = 0; i < 5_000; i++) {
      var id = text(random);
      if (random.nextInt(3) == 0) {
        assertThat(bucket.remove(id)).isEqualTo(truth.remove(id) != null);
      } else {
        var fingerprint = text(random);
        assertThat(bucket.put(id, fingerprint)).isEqualTo(truth.put(id, fingerprint) != null);
      }
      if (i % 500 == 0) {
        bucket = KnownBucket.unpack(bucket.pack());
      }
    }
    assertThat(bucket.size()).isEqualTo(truth.size());
    var all = new ArrayList<String>();
    bucket.idsUnder("", all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(truth.keySet());
    for (var entry : truth.entrySet()) {
      assertThat(bucket.get(entry.getKey())).contains(entry.getValue());
    }
    assertThat(bucket.get("nowhere")).isEmpty();
  }

  @Test
  void findsIdsByTheirBeginning() {
    var bucket = new KnownBucket();
    for (var id : List.of("a", "a/b", "a/c/d", "a\\/e", "b/a", "aa")) {
      bucket.put(id, "");
    }
    var found = new ArrayList<String>();
    bucket.idsUnder("a/", found::add);
    assertThat(found).containsExactlyInAnyOrder("a/b", "a/c/d");
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int length = 1 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }
}
