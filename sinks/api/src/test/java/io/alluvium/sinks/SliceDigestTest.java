package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SliceDigestTest {
  @Test
  void isTheSumOfTheHashesOfItsVersions() throws Exception {
    var versions = versions(1_000);
    var expected = BigInteger.ZERO;
    for (var version : versions) {
      var bytes =
          ByteBuffer.allocate(40)
              .put(HexFormat.of().parseHex(version.contentHash()))
              .putLong(version.revision());
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      expected = expected.add(new BigInteger(1, hash));
    }
    assertThat(digest(versions))
        .isEqualTo(new SliceDigest(1_000, expected.mod(BigInteger.TWO.pow(256))));
  }

  @Test
  void doesNotDependOnOrder() {
    var versions = new ArrayList<>(versions(100));
    var before = digest(versions);
    Collections.reverse(versions);
    assertThat(digest(versions)).isEqualTo(before);
  }

  @Test
  void tellsRevisionsOfOneContentApart() {
    var hash = "ab".repeat(32);
    assertThat(digest(List.of(new VersionId(hash, 1))))
        .isNotEqualTo(digest(List.of(new VersionId(hash, 2))));
  }

  @Test
  void digestsOfPartsAddUp() {
    var versions = versions(100);
    var first = digest(versions.subList(0, 40));
    var second = digest(versions.subList(40, 100));
    assertThat(first.plus(second)).isEqualTo(digest(versions));
    assertThat(digest(versions).minus(first)).isEqualTo(second);
    assertThat(first.minus(first)).isEqualTo(SliceDigest.EMPTY);
  }

  @Test
  void showsTheSumAsSixtyFourDigits() {
    assertThat(SliceDigest.EMPTY.hex()).isEqualTo("0".repeat(64));
    assertThat(digest(versions(7)).hex()).matches("[0-9a-f]{64}");
  }

  @Test
  void refusesWhatIsNotAContentHash() {
    var sum = new SliceDigest.Sum();
    assertThatThrownBy(() -> sum.add(new byte[31], 0)).hasMessageContaining("not 31");
  }

  private static SliceDigest digest(List<VersionId> versions) {
    var sum = new SliceDigest.Sum();
    versions.forEach(sum::add);
    return sum.digest();
  }

  private static List<VersionId> versions(int count) {
    var random = new Random(7);
    var versions = new ArrayList<VersionId>();
    for (int i = 0; i < count; i++) {
      var hash = new byte[32];
      random.nextBytes(hash);
      versions.add(new VersionId(HexFormat.of().formatHex(hash), random.nextInt(100)));
    }
    return versions;
  }
}
