package io.alluvium.app.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.app.embedded.EmbeddedBroker;
import io.alluvium.app.http.HttpServer;
import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRegistryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";
  private static final String V2 =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},"
          + "{\"name\":\"b\",\"type\":\"string\",\"default\":\"\"}]}";
  private static final String INCOMPATIBLE =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"}]}";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static HttpServer server;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(directory, 0);
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicSetup(admin)
          .ensure(List.of(new Topics.Spec("alluvium.registry", 1, Topics.Cleanup.COMPACTED)));
    }
    startRegistry();
  }

  @AfterAll
  static void stop() {
    stopRegistry();
    broker.close();
  }

  private static void startRegistry() {
    registry = new EmbeddedRegistry();
    server = HttpServer.start(0, routes -> RegistryRoutes.mount(routes, registry, "/registry"));
    registry.start(broker.bootstrapServers(), "alluvium.registry");
  }

  private static void stopRegistry() {
    server.close();
    registry.close();
  }

  @Test
  void givesTheSameIdForTheSameSchema() throws Exception {
    int id = register("same-value", V1).get("id").asInt();
    assertThat(register("same-value", V1).get("id").asInt()).isEqualTo(id);
    assertThat(register("other-value", " " + V1 + "\n").get("id").asInt()).isEqualTo(id);
    assertThat(call("GET", "/schemas/ids/" + id, null).get("schema").asText()).isEqualTo(V1);
    assertThat(call("GET", "/schemas/ids/" + id + "/schema", null).get("name").asText())
        .isEqualTo("R");
    assertThat(call("GET", "/schemas/ids/" + id + "/subjects", null).toString())
        .contains("\"same-value\"", "\"other-value\"");
    assertThat(call("GET", "/schemas/ids/" + id + "/versions", null).toString())
        .contains("\"same-value\"");
  }

  @Test
  void answersWhatASubjectHas() throws Exception {
    int first = register("asked-value", V1).get("id").asInt();
    int second = register("asked-value", V2).get("id").asInt();
    assertThat(second).isGreaterThan(first);
    assertThat(call("GET", "/subjects/asked-value/versions", null).toString()).isEqualTo("[1,2]");
    assertThat(call("GET", "/subjects/asked-value/versions/latest", null).get("id").asInt())
        .isEqualTo(second);
    assertThat(call("GET", "/subjects/asked-value/versions/1", null).get("id").asInt())
        .isEqualTo(first);
    assertThat(call("GET", "/subjects/asked-value/versions/2/schema", null).get("fields").size())
        .isEqualTo(2);
    assertThat(call("POST", "/subjects/asked-value", schema(V2)).get("version").asInt())
        .isEqualTo(2);
    assertThat(call("GET", "/subjects", null).toString()).contains("asked-value");
  }

  @Test
  void refusesWhatIsNotFullyCompatibleWithEveryVersion() throws Exception {
    register("strict-value", V1);
    assertThat(register("strict-value", INCOMPATIBLE).get("error_code").asInt()).isEqualTo(409);
    var path = "/compatibility/subjects/strict-value/versions";
    assertThat(call("POST", path + "/latest", schema(V2)).get("is_compatible").asBoolean())
        .isTrue();
    var answer = call("POST", path + "?verbose=true", schema(INCOMPATIBLE));
    assertThat(answer.get("is_compatible").asBoolean()).isFalse();
    assertThat(answer.get("messages").toString()).contains("TYPE_MISMATCH");
    assertThat(call("GET", "/config", null).get("compatibilityLevel").asText())
        .isEqualTo("FULL_TRANSITIVE");
    call("PUT", "/config/strict-value", "{\"compatibility\":\"none\"}");
    assertThat(register("strict-value", INCOMPATIBLE).has("id")).isTrue();
  }

  @Test
  void answersMistakesWithConfluentsCodes() throws Exception {
    assertThat(code("GET", "/subjects/none/versions", null)).isEqualTo(40401);
    register("mistaken-value", V1);
    assertThat(code("GET", "/subjects/mistaken-value/versions/9", null)).isEqualTo(40402);
    assertThat(code("GET", "/schemas/ids/99999", null)).isEqualTo(40403);
    assertThat(code("POST", "/subjects/mistaken-value", schema(V2))).isEqualTo(40403);
    assertThat(code("POST", "/subjects/x/versions", schema("{\"type\":\"nonsense\"}")))
        .isEqualTo(42201);
    assertThat(code("GET", "/subjects/mistaken-value/versions/zero", null)).isEqualTo(42202);
    assertThat(code("PUT", "/config", "{\"compatibility\":\"odd\"}")).isEqualTo(42203);
    assertThat(code("GET", "/config/mistaken-value", null)).isEqualTo(40408);
  }

  @Test
  void refusesReferencesAndOtherFormats() throws Exception {
    var references =
        "{\"schema\":\"{}\",\"references\":[{\"name\":\"a\",\"subject\":\"b\",\"version\":1}]}";
    var answer = call("POST", "/subjects/x/versions", references);
    assertThat(answer.get("error_code").asInt()).isEqualTo(42201);
    assertThat(answer.get("message").asText()).contains("references", "schema.registry.url");
    assertThat(code("POST", "/subjects/x/versions", "{\"schema\":\"\",\"schemaType\":\"JSON\"}"))
        .isEqualTo(42201);
    assertThat(call("GET", "/schemas/types", null).toString()).isEqualTo("[\"AVRO\"]");
  }

  @Test
  void deletesSoftlyAndThenForEver() throws Exception {
    int id = register("gone-value", V1).get("id").asInt();
    assertThat(code("DELETE", "/subjects/gone-value?permanent=true", null)).isEqualTo(40405);
    assertThat(call("DELETE", "/subjects/gone-value", null).toString()).isEqualTo("[1]");
    assertThat(code("GET", "/subjects/gone-value/versions", null)).isEqualTo(40401);
    assertThat(call("GET", "/schemas/ids/" + id, null).has("schema")).isTrue();
    assertThat(code("DELETE", "/subjects/gone-value", null)).isEqualTo(40404);
    assertThat(call("DELETE", "/subjects/gone-value?permanent=true", null).toString())
        .isEqualTo("[1]");
  }

  @Test
  void keepsIdsOverARestartAndGivesNoneTwice() throws Exception {
    var only = V1.replace("\"R\"", "\"Only\"");
    int id = register("kept-value", V1.replace("\"R\"", "\"Kept\"")).get("id").asInt();
    int deleted = register("only-value", only).get("id").asInt();
    call("DELETE", "/subjects/only-value", null);
    call("DELETE", "/subjects/only-value?permanent=true", null);
    stopRegistry();
    startRegistry();
    assertThat(call("GET", "/subjects/kept-value/versions/1", null).get("id").asInt())
        .isEqualTo(id);
    assertThat(register("only-value", only).get("id").asInt()).isGreaterThan(deleted);
  }

  private static JsonNode register(String subject, String schema) throws Exception {
    return call("POST", "/subjects/" + subject + "/versions", schema(schema));
  }

  private static String schema(String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }

  private static int code(String method, String path, @Nullable String body) throws Exception {
    return call(method, path, body).get("error_code").asInt();
  }

  private static JsonNode call(String method, String path, @Nullable String body) throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/registry" + path);
    var request = HttpRequest.newBuilder(uri).method(method, publisher).build();
    return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
  }
}
