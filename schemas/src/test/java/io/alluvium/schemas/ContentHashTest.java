package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContentHashTest {
  @Test
  void isTheSameWhoeverReportsItAndWhenever() {
    var laptop = message().build();
    var server =
        message()
            .setSource("server")
            .setConnectorType("slack")
            .setScope("C2")
            .setVerb("edited")
            .setVersionOrder(new VersionOrder(1L, 2L, 3L))
            .setOccurredAt(Instant.EPOCH)
            .setObservedAt(Instant.EPOCH)
            .setActor(new Actor("U1", "Another name"))
            .setUrl("https://example.org")
            .setThreadKey("slack:T/C/0")
            .setVisibility("private")
            .setPayload(ByteBuffer.wrap(new byte[] {1}))
            .setTruncated(true)
            .setSourcePartition("x")
            .setSourceOffset("y")
            .build();
    assertThat(ContentHash.of(server)).isEqualTo(ContentHash.of(laptop));
  }

  @Test
  void differsWhenContentDiffers() {
    var hashes =
        List.of(
            message().build(),
            message().setText("another").build(),
            message().setTitle("title").build(),
            message().setActor(new Actor("U2", null)).build(),
            message().setEntityKey("slack:T/C/2").build(),
            message().setAttributes(Map.of("subtype", "bot_message")).build(),
            message().setListAttributes(Map.of("files", List.of("F1", "F2"))).build(),
            message().setListAttributes(Map.of("files", List.of("F2", "F1"))).build(),
            message().setDeletion("stated").build());
    assertThat(hashes.stream().map(ContentHash::of)).doesNotHaveDuplicates();
  }

  @Test
  void doesNotDependOnTheOrderOfASet() {
    var one = message().setListAttributes(Map.of("reactions", List.of("a:1", "b:2"))).build();
    var other = message().setListAttributes(Map.of("reactions", List.of("b:2", "a:1"))).build();
    assertThat(ContentHash.of(one)).isEqualTo(ContentHash.of(other));
  }

  @Test
  void aKindWithoutIdentityIsRefusedAndHarmsNoLaterHash() {
    var before = ContentHash.of(message().build());
    var unknown = RawEvents.bare("poem", "poem:1").build();
    assertThatThrownBy(() -> ContentHash.of(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'poem'")
        .hasMessageContaining("message");
    assertThat(ContentHash.of(message().build())).isEqualTo(before);
  }

  @Test
  void onlySha256IsAHash() {
    var hex = "0123456789abcdef".repeat(4);
    assertThat(new ContentHash(hex)).hasToString(hex);
    for (var wrong : List.of("", hex + "0", hex.toUpperCase(), hex.replace('0', 'g'))) {
      assertThatThrownBy(() -> new ContentHash(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static RawEvent.Builder message() {
    return RawEvents.bare("message", "slack:T/C/1").setActor(new Actor("U1", "Ada")).setText("hi");
  }
}
