package io.alluvium.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.RawEvent;
import java.net.URI;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SchemaRegistryClientTest {
  private static final Schema ACTOR = Actor.getClassSchema();
  private final RegistryDouble registry = RegistryDouble.start();
  private final SchemaRegistryClient client = registry.client();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void registersOnceAndFindsById() {
    int id = client.register("a topic/value", ACTOR);
    assertThat(client.register("a topic/value", ACTOR)).isEqualTo(id);
    assertThat(registry.requests()).containsExactly("POST /subjects/a%20topic%2Fvalue/versions");
    var other = registry.client();
    assertThat(other.byId(id)).isEqualTo(ACTOR);
    assertThat(other.byId(id)).isEqualTo(ACTOR);
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void goesOnToTheNextAddress() {
    var gone = URI.create("http://127.0.0.1:1/");
    int id = RegistryDouble.client(List.of(gone, registry.url())).register("s", ACTOR);
    assertThat(id).isEqualTo(1);
  }

  @Test
  void triesAgainWhenTheServerIsInTrouble() {
    registry.answerInstead(503, "<html>busy</html>");
    registry.answerInstead(200, "not even JSON");
    assertThat(client.register("s", ACTOR)).isEqualTo(1);
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void aPlain404IsNoWordAboutTheSchema() {
    for (int i = 0; i < 3; i++) {
      registry.answerInstead(404, "<html>wrong path</html>");
    }
    assertThatThrownBy(() -> client.byId(1))
        .isInstanceOf(RegistryUnreachableException.class)
        .hasMessageContaining("404");
  }

  @Test
  void givesUpAfterBoundedRetries() {
    registry.close();
    assertThatThrownBy(() -> client.register("s", ACTOR))
        .isInstanceOf(RegistryUnreachableException.class)
        .hasMessageContaining(registry.url().toString());
  }

  @Test
  void neverShowsThePassword() {
    var url = URI.create("http://me:hidden@127.0.0.1:1/");
    assertThatThrownBy(() -> RegistryDouble.client(List.of(url)).byId(1))
        .isInstanceOf(RegistryUnreachableException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void believesForAWhileThatASchemaIsAbsent() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> client.byId(7)).isInstanceOf(SchemaNotFoundException.class);
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void absenceCountsOnlyWhenNoAddressHasTheSchema() {
    try (var behind = RegistryDouble.start()) {
      int id = client.register("s", ACTOR);
      var both = RegistryDouble.client(List.of(behind.url(), registry.url()));
      assertThat(both.byId(id)).isEqualTo(ACTOR);
    }
  }

  @Test
  void saysWhyASchemaWasRefused() {
    registry.answerInstead(409, "{\"error_code\":409,\"message\":\"field gone\"}");
    assertThatThrownBy(() -> client.register("s", ACTOR))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("field gone");
  }

  @Test
  void refusesWhatIsNotPlainAvro() {
    int protobuf = registry.add("{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}");
    int references = registry.add("{\"schema\":\"\\\"X\\\"\",\"references\":[{\"name\":\"X\"}]}");
    int broken = registry.add("{\"schema\":\"{\"}");
    for (int id : new int[] {protobuf, references, broken}) {
      assertThatThrownBy(() -> client.byId(id)).isInstanceOf(SchemaNotFoundException.class);
    }
  }

  @Test
  void readsAddressesFromAConfiguration() {
    var several = SchemaRegistryClient.of(" http://127.0.0.1:1 , " + registry.url() + "/,");
    assertThat(several.register("s", RawEvent.getClassSchema())).isEqualTo(1);
    for (var wrong : List.of("", "ftp://example.org", "example.org:8081")) {
      assertThatThrownBy(() -> SchemaRegistryClient.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("schema.registry.url");
    }
  }
}
