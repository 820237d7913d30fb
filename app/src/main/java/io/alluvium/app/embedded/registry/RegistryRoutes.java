package io.alluvium.app.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry under a path of the node's HTTP server, in the words of Confluent's REST API. */
public final class RegistryRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final EmbeddedRegistry registry;
  private final String root;

  private RegistryRoutes(EmbeddedRegistry registry, String root) {
    this.registry = registry;
    this.root = root;
  }

  /** Mounts every route below {@code root}, such as {@code /registry}. */
  public static void mount(RoutesConfig routes, EmbeddedRegistry registry, String root) {
    var mounted = new RegistryRoutes(registry, root);
    routes.exception(RegistryException.class, RegistryRoutes::refuse);
    mounted.subjects(routes);
    mounted.versions(routes);
    mounted.schemas(routes);
    mounted.settings(routes);
  }

  private void subjects(RoutesConfig routes) {
    routes.get(root, ctx -> answer(ctx, Map.of()));
    routes.get(root + "/subjects", this::listSubjects);
    routes.post(
        root + "/subjects/{subject}",
        ctx -> answer(ctx, full(registry.lookup(subject(ctx), schema(ctx), deleted(ctx)))));
    routes.delete(
        root + "/subjects/{subject}",
        ctx -> answer(ctx, registry.deleteSubject(subject(ctx), flag(ctx, "permanent"))));
  }

  private void versions(RoutesConfig routes) {
    var versions = root + "/subjects/{subject}/versions";
    routes.post(
        versions,
        ctx -> answer(ctx, Map.of("id", registry.register(subject(ctx), schema(ctx)).id())));
    routes.get(
        versions,
        ctx ->
            answer(
                ctx,
                registry.versions(subject(ctx), deleted(ctx)).stream()
                    .map(SchemaVersion::version)
                    .toList()));
    routes.get(versions + "/{version}", ctx -> answer(ctx, full(version(ctx))));
    routes.get(versions + "/{version}/schema", ctx -> answerText(ctx, version(ctx).schema()));
    routes.get(versions + "/{version}/referencedby", ctx -> answer(ctx, List.of()));
    routes.delete(
        versions + "/{version}",
        ctx ->
            answer(
                ctx, registry.deleteVersion(subject(ctx), selector(ctx), flag(ctx, "permanent"))));
  }

  private void schemas(RoutesConfig routes) {
    routes.get(root + "/schemas/types", ctx -> answer(ctx, List.of("AVRO")));
    var byId = root + "/schemas/ids/{id}";
    routes.get(byId, this::schemaById);
    routes.get(byId + "/schema", ctx -> answerText(ctx, registry.schema(id(ctx))));
    routes.get(
        byId + "/subjects",
        ctx ->
            answer(
                ctx,
                registry.withId(id(ctx), deleted(ctx)).stream()
                    .map(SchemaVersion::subject)
                    .distinct()
                    .toList()));
    routes.get(
        byId + "/versions",
        ctx ->
            answer(
                ctx,
                registry.withId(id(ctx), deleted(ctx)).stream()
                    .map(v -> Map.of("subject", v.subject(), "version", v.version()))
                    .toList()));
  }

  private void settings(RoutesConfig routes) {
    routes.get(root + "/config", ctx -> answerLevel(ctx, registry.level()));
    routes.put(root + "/config", ctx -> changeLevel(ctx, null));
    routes.get(
        root + "/config/{subject}",
        ctx -> answerLevel(ctx, registry.level(subject(ctx), flag(ctx, "defaultToGlobal"))));
    routes.put(root + "/config/{subject}", ctx -> changeLevel(ctx, subject(ctx)));
    routes.delete(root + "/config", ctx -> answerLevel(ctx, registry.setLevel(null, null)));
    routes.delete(
        root + "/config/{subject}", ctx -> answerLevel(ctx, registry.setLevel(subject(ctx), null)));
    var compatibility = root + "/compatibility/subjects/{subject}/versions";
    routes.post(compatibility, ctx -> compatibility(ctx, null));
    routes.post(compatibility + "/{version}", ctx -> compatibility(ctx, selector(ctx)));
    for (var path : List.of("/mode", "/mode/{subject}")) {
      routes.get(root + path, ctx -> answer(ctx, Map.of("mode", "READWRITE")));
      routes.put(root + path, RegistryRoutes::refuseMode);
    }
  }

  private void listSubjects(Context ctx) {
    var prefix = ctx.queryParam("subjectPrefix");
    answer(
        ctx,
        registry.subjects(deleted(ctx)).stream()
            .filter(subject -> prefix == null || subject.startsWith(prefix))
            .toList());
  }

  private void schemaById(Context ctx) {
    var body = new LinkedHashMap<String, Object>();
    body.put("schema", registry.schema(id(ctx)));
    if (flag(ctx, "fetchMaxId")) {
      body.put("maxId", registry.highestId());
    }
    answer(ctx, body);
  }

  private void compatibility(Context ctx, @Nullable VersionSelector against) {
    var objections = registry.objections(subject(ctx), schema(ctx), against);
    var body = new LinkedHashMap<String, Object>();
    body.put("is_compatible", objections.isEmpty());
    if (flag(ctx, "verbose")) {
      body.put("messages", objections);
    }
    answer(ctx, body);
  }

  private void changeLevel(Context ctx, @Nullable String subject) {
    var level = CompatibilityLevel.parse(body(ctx).path("compatibility").asText());
    registry.setLevel(subject, level);
    answer(ctx, Map.of("compatibility", level.name()));
  }

  private static void refuseMode(Context ctx) {
    if (!body(ctx).path("mode").asText().equals("READWRITE")) {
      throw RegistryException.modeIsFixed();
    }
    answer(ctx, Map.of("mode", "READWRITE"));
  }

  private static void answerLevel(Context ctx, CompatibilityLevel level) {
    answer(ctx, Map.of("compatibilityLevel", level.name()));
  }

  private static Map<String, Object> full(SchemaVersion version) {
    var body = new LinkedHashMap<String, Object>();
    body.put("subject", version.subject());
    body.put("version", version.version());
    body.put("id", version.id());
    body.put("schema", version.schema());
    return body;
  }

  private SchemaVersion version(Context ctx) {
    return registry.version(subject(ctx), selector(ctx), deleted(ctx));
  }

  private static VersionSelector selector(Context ctx) {
    return VersionSelector.parse(ctx.pathParam("version"));
  }

  private static String subject(Context ctx) {
    return ctx.pathParam("subject");
  }

  private static int id(Context ctx) {
    try {
      return Integer.parseInt(ctx.pathParam("id"));
    } catch (NumberFormatException e) {
      throw RegistryException.schemaNotFound();
    }
  }

  private static boolean deleted(Context ctx) {
    return flag(ctx, "deleted");
  }

  private static boolean flag(Context ctx, String name) {
    return "true".equals(ctx.queryParam(name));
  }

  /** The schema of a request; what the embedded registry cannot keep is refused here. */
  private static String schema(Context ctx) {
    var body = body(ctx);
    var type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryException.invalidSchema(
          "the embedded registry keeps Avro only, not " + type + "; set schema.registry.url");
    }
    if (!body.path("references").isEmpty()) {
      throw RegistryException.invalidSchema(
          "the embedded registry keeps no references; put the types into one schema, or set"
              + " schema.registry.url");
    }
    return body.path("schema").asText();
  }

  private static JsonNode body(Context ctx) {
    try {
      return JSON.readTree(ctx.body());
    } catch (JsonProcessingException e) {
      throw RegistryException.invalidRequest("The request is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void refuse(RegistryException refusal, Context ctx) {
    ctx.status(refusal.status());
    answer(
        ctx,
        Map.of("error_code", refusal.errorCode(), "message", String.valueOf(refusal.getMessage())));
  }

  private static void answer(Context ctx, Object body) {
    try {
      answerText(ctx, JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answerText(Context ctx, String json) {
    ctx.contentType(MEDIA_TYPE).result(json);
  }
}
