package io.alluvium.simulators.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** GitHub's own OpenAPI description, cut down to what the simulator answers. */
final class GitHubDescription {
  private static final String ADDRESS = "https://github.test/openapi.json";
  private static final GitHubDescription ONE = read();

  private final JsonNode description;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new HashMap<>();

  private GitHubDescription(String text) throws IOException {
    description = new ObjectMapper().readTree(text);
    registry =
        SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ADDRESS, text)));
  }

  static GitHubDescription get() {
    return ONE;
  }

  /** The addresses it describes. */
  List<String> paths() {
    return description.get("paths").propertyStream().map(Map.Entry::getKey).toList();
  }

  /** What is wrong with the answer to a request, where it is described; empty when nothing is. */
  List<String> problems(String method, URI uri, int status, String body) throws IOException {
    String asked =
        uri.getPath()
            .replaceFirst("^/api/v3", "")
            .replaceFirst("^/repositories/\\d+", "/repos/o/r");
    Optional<String> path = paths().stream().filter(one -> matches(one, asked)).findFirst();
    if (path.isEmpty() || !body.startsWith("{") && !body.startsWith("[")) {
      return List.of();
    }
    String place = "/paths/" + escape(path.get()) + "/" + method + "/responses/" + status;
    return description.at(place).isMissingNode()
        ? List.of()
        : problems(method, path.get(), status, new ObjectMapper().readTree(body));
  }

  // Literal parts first: /issues/comments is no issue.
  private static boolean matches(String path, String asked) {
    String pattern =
        path.endsWith("/{ref}")
            ? path.replace("{ref}", ".+").replaceAll("\\{[^}]+}", "[^/]+")
            : path.replaceAll("\\{[a-z_]+_(id|number)}", "\\\\d+").replaceAll("\\{[^}]+}", "[^/]+");
    return asked.matches(pattern);
  }

  /** What is wrong with an answer; empty when nothing is. */
  List<String> problems(String method, String path, int status, JsonNode body) {
    String place = "/paths/" + escape(path) + "/" + method + "/responses/" + status;
    JsonNode response = description.at(place);
    if (response.has("$ref")) {
      place = response.get("$ref").asText().substring(1);
      response = description.at(place);
    }
    if (response.isMissingNode()) {
      return List.of(status + " is not described for " + method + " " + path);
    }
    JsonNode content = response.path("content").path("application/json");
    if (content.isMissingNode()) {
      return List.of();
    }
    String pointer = place + "/content/application~1json/schema";
    return schemas.computeIfAbsent(pointer, this::schema).validate(body).stream()
        .map(Error::toString)
        .limit(5)
        .toList();
  }

  private Schema schema(String pointer) {
    return registry.getSchema(
        SchemaLocation.of(ADDRESS + "#" + pointer.replace("{", "%7B").replace("}", "%7D")));
  }

  private static String escape(String path) {
    return path.replace("~", "~0").replace("/", "~1");
  }

  private static GitHubDescription read() {
    try (InputStream zipped =
            Objects.requireNonNull(
                GitHubDescription.class.getResourceAsStream("/github-openapi.json.gz"));
        InputStream text = new GZIPInputStream(zipped)) {
      return new GitHubDescription(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
