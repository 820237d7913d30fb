package io.alluvium.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class UpstreamJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsWhatJacksonReads() throws IOException {
    for (var body :
        new String[] {
          "[]",
          "{}",
          "null",
          "7",
          "\"text\"",
          "[1,null,\"x\",[{\"a\":1}],{\"b\":{\"c\":[2]}}]",
          "{\"total\":2,\"runs\":[{\"id\":1},{\"id\":2}],\"more\":{\"list\":[{\"x\":1}]}}"
        }) {
      assertThat(parsed(body)).isEqualTo(JSON.readTree(body));
      assertThat(parsed(body)).hasToString(JSON.readTree(body).toString());
    }
    assertThat(parsed("").isMissingNode()).isTrue();
  }

  @Test
  void keepsTheBytesOfTheEntriesOfLists() throws IOException {
    assertThat(bytes(parsed(" [ {\"b\" : 1.50,\"a\":\"ä\\n\"} ,{}]").get(0)))
        .isEqualTo("{\"b\" : 1.50,\"a\":\"ä\\n\"}");
    assertThat(bytes(parsed("{\"n\":1,\"jobs\":[{\"id\": 1},{\"id\": 2}]}").get("jobs").get(1)))
        .isEqualTo("{\"id\": 2}");
  }

  @Test
  void writesAnewWhatIsEscapedWithoutNeedAndWhatIsNoEntry() throws IOException {
    assertThat(bytes(parsed("[{\"url\" : \"http:\\/\\/a\"}]").get(0)))
        .isEqualTo("{\"url\":\"http://a\"}");
    assertThat(bytes(parsed("[{\"k\" : \"\\u0067hp_x\"}]").get(0))).isEqualTo("{\"k\":\"ghp_x\"}");
    assertThat(bytes(parsed("[{\"k\" : \"\\\\u0067\"}]").get(0)))
        .isEqualTo("{\"k\" : \"\\\\u0067\"}");
    assertThat(bytes(parsed("{\"id\" : 1}"))).isEqualTo("{\"id\":1}");
  }

  @Test
  void refusesWhatIsCutOff() {
    for (var body :
        new String[] {"[", "[{\"a\":1}", "[{\"a\":", "{\"a\":[{}", "{\"a\":", "<html>"}) {
      assertThatThrownBy(() -> parsed(body)).isInstanceOf(IOException.class);
    }
  }

  private static JsonNode parsed(String body) throws IOException {
    return UpstreamJson.parse(body.getBytes(UTF_8));
  }

  private static String bytes(JsonNode node) {
    return UTF_8.decode(UpstreamJson.bytes(node)).toString();
  }
}
