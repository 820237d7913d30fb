package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownEntitiesTest {
  private final KnownEntities known =
      new KnownEntities(KnownEntities.byHash(id -> "file:root/" + id));

  @Test
  void knowsWhatExistsAndNotWhatIsGone() {
    known.apply(KnownChange.exists("a", "1"));
    known.apply(KnownChange.exists("a", "2"));
    known.apply(KnownChange.exists("b", "1"));
    known.apply(KnownChange.gone("b"));
    known.apply(KnownChange.gone("never there"));
    assertThat(known.size()).isEqualTo(1);
    assertThat(known.fingerprint("a")).contains("2");
    assertThat(known.contains("b")).isFalse();
  }

  @Test
  void comesBackFromItsBuckets() {
    for (var id : new String[] {"a", "tab\tnew\nline\r", "back\\slash", "\\t", "ünï"}) {
      known.apply(KnownChange.exists(id, "of " + id));
    }
    var restored = new KnownEntities(KnownEntities.byHash(id -> "file:root/" + id));
    IntStream.range(0, KnownEntities.BUCKETS)
        .forEach(b -> restored.restore(b, KnownBucket.unpack(known.pack(b))));
    assertThat(restored.size()).isEqualTo(5);
    assertThat(known.idsUnder(""))
        .allSatisfy(id -> assertThat(restored.fingerprint(id)).contains("of " + id));
  }

  @Test
  void storesThemInLessThanHalfOfTheirText() {
    int text = 0;
    for (int i = 0; i < 20_000; i++) {
      var id = "issue/" + 9_000_000 + i;
      var fingerprint = "mwpel72q." + Integer.toHexString(i * 0x9e3779b1);
      known.apply(KnownChange.exists(id, fingerprint));
      text += id.length() + fingerprint.length() + 2;
    }
    int stored = IntStream.range(0, KnownEntities.BUCKETS).map(b -> known.pack(b).length()).sum();
    assertThat(stored).isLessThan(text / 2);
  }

  @Test
  void listsWhatLiesUnderAPrefix() {
    IntStream.range(0, 500).forEach(i -> known.apply(KnownChange.exists("dir/" + i, "x")));
    IntStream.range(0, 500).forEach(i -> known.apply(KnownChange.exists("dir" + i, "x")));
    assertThat(known.idsUnder("dir/")).hasSize(500).allMatch(id -> id.startsWith("dir/"));
    assertThat(known.idsUnder("")).hasSize(1000);
  }

  @Test
  void spreadsEntitiesOverItsBuckets() {
    long used = IntStream.range(0, 10_000).map(i -> known.bucketOf("file " + i)).distinct().count();
    assertThat(used).isEqualTo(KnownEntities.BUCKETS);
  }

  @Test
  void keepsTheBucketsThatOffsetsAreStoredUnder() {
    // Murmur2 of file:root/src/Main.java, computed by another program.
    assertThat(known.bucketOf("src/Main.java")).isEqualTo(221);
  }
}
