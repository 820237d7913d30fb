package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class MessageTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void takesWhatAttachmentsSayWhereThereIsNoText() {
    assertThat(
            text(
                "{'text':'','attachments':[{'title':'Build 7','text':'failed','fallback':'x'},"
                    + "{'fallback':'see log'}]}"))
        .isEqualTo("Build 7\nfailed\nsee log");
  }

  @Test
  void leavesOutPreviewsOfLinksSinceSlackAddsThemByItself() {
    assertThat(text("{'text':'','attachments':[{'from_url':'https://x.org','title':'A page'}]}"))
        .isEmpty();
    assertThat(text("{'text':'<https://x.org>','attachments':[{'original_url':'x','text':'y'}]}"))
        .isEqualTo("<https://x.org>");
  }

  @Test
  void cutsATitleWithoutLeavingHalfASecret() {
    var secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    var title = MessageText.title("x".repeat(100) + " " + secret + "\nsecond line");
    assertThat(title).doesNotContain("ghp_a1B2").doesNotContain("second");
    assertThat(title.length()).isLessThanOrEqualTo(120);
    assertThat(MessageText.title("short\nlong")).isEqualTo("short");
  }

  @Test
  void findsEachPersonMentionedOnce() {
    assertThat(MessageText.mentions("<@U1> and <@W2|wendy>, <@U1>, not <#C3> or <!here>"))
        .containsExactly("U1", "W2");
  }

  @Test
  void tellsAReplyFromAParent() {
    assertThat(message("{'ts':'1.000001','thread_ts':'1.000001'}").isReply()).isFalse();
    assertThat(message("{'ts':'2.000001','thread_ts':'1.000001'}").id())
        .isEqualTo("1.000001/2.000001");
    assertThat(message("{'ts':'2.000001','subtype':'file_share'}").subtype()).isEmpty();
  }

  @Test
  void keepsEveryDigitOfATs() {
    for (var ts : new String[] {"1795161552.000100", "1355517523.000005", "1.999999"}) {
      assertThat(Ts.of(Ts.micros(ts))).isEqualTo(ts);
    }
  }

  private static String text(String json) {
    return MessageText.of(message(json).json());
  }

  private static Message message(String json) {
    try {
      return new Message(JSON.readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
