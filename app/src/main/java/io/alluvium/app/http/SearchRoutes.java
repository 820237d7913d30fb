package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.recall.Answer;
import io.alluvium.recall.Principal;
import io.alluvium.recall.Question;
import io.alluvium.recall.Recall;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.Mark;
import io.alluvium.sinks.search.TierHit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Search over HTTP: {@code GET /api/v1/search?q=&source=&kind=&since=&limit=}. */
public final class SearchRoutes {
  private final Supplier<Recall> recall;
  private final Clock clock;

  private SearchRoutes(Supplier<Recall> recall, Clock clock) {
    this.recall = recall;
    this.clock = clock;
  }

  /**
   * Mounts the route.
   *
   * @param recall gives what answers, or throws a {@link UserError} NOT_READY
   */
  public static void mount(RoutesConfig routes, Supplier<Recall> recall, Clock clock) {
    routes.get("/api/v1/search", new SearchRoutes(recall, clock)::search);
  }

  private void search(Context ctx) {
    var question = question(ctx);
    var answer = recall.get().search(question, Principal.everyone());
    ctx.contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(Json.write(body(question, answer)));
  }

  private Question question(Context ctx) {
    try {
      var question =
          Question.of(parameter(ctx, "q"))
              .sources(names(ctx, "source"))
              .kinds(names(ctx, "kind"))
              .limit(limit(ctx));
      var since = parameter(ctx, "since");
      return since.isEmpty() ? question : question.since(TimeBound.parse(since, clock.instant()));
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "QUESTION_INVALID",
          "The question cannot be answered: " + e.getMessage() + ".",
          "Correct that parameter.");
    }
  }

  private static int limit(Context ctx) {
    var limit = parameter(ctx, "limit");
    try {
      return limit.isEmpty() ? Question.USUAL_HITS : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("limit must be a whole number, was '" + limit + "'", e);
    }
  }

  private static String parameter(Context ctx, String name) {
    var value = ctx.queryParam(name);
    return value == null ? "" : value.strip();
  }

  /** A parameter may be given more than once, or several names joined by ','. */
  private static Set<String> names(Context ctx, String parameter) {
    var names = new LinkedHashSet<String>();
    for (var value : ctx.queryParams(parameter)) {
      Arrays.stream(value.split(","))
          .map(String::strip)
          .filter(n -> !n.isEmpty())
          .forEach(names::add);
    }
    return names;
  }

  private static Map<String, Object> body(Question question, Answer answer) {
    var body = new LinkedHashMap<String, Object>();
    body.put("hits", answer.hits().stream().map(SearchRoutes::hit).toList());
    body.put("total", answer.total());
    body.put("totalIsExact", answer.totalIsExact());
    body.put("tookMs", answer.tookMs());
    body.put("complete", answer.complete());
    body.put("parts", answer.parts());
    body.put("query", query(question));
    return body;
  }

  private static Map<String, Object> query(Question question) {
    var query = new LinkedHashMap<String, Object>();
    query.put("q", question.text());
    query.put("sources", question.filter().values(Facet.SOURCE));
    query.put("kinds", question.filter().values(Facet.KIND));
    query.put("since", question.filter().since().orElse(null));
    query.put("limit", question.limit());
    return query;
  }

  private static Map<String, Object> hit(TierHit hit) {
    var origin = hit.origin();
    var body = new LinkedHashMap<String, Object>();
    body.put("eventId", hit.eventId());
    body.put("entityKey", hit.entityKey());
    body.put("source", origin.source());
    body.put("kind", origin.kind());
    body.put("type", origin.type());
    body.put("scope", origin.scope());
    body.put("actor", origin.actor().orElse(null));
    body.put("occurredAt", hit.occurredAt());
    body.put("ingestedAt", hit.ingestedAt());
    body.put("title", hit.title().text());
    body.put("titleMarks", marks(hit.title().marks()));
    body.put("snippet", hit.snippet().text());
    body.put("snippetMarks", marks(hit.snippet().marks()));
    body.put("snippetOf", hit.snippetOf().name().toLowerCase(Locale.ROOT));
    body.put("score", hit.score());
    body.put("tier", hit.tier());
    body.put("url", origin.url().orElse(null));
    body.put("threadKey", origin.threadKey().orElse(null));
    body.put("revision", hit.revision());
    body.put("language", hit.language().orElse(null));
    return body;
  }

  private static List<int[]> marks(List<Mark> marks) {
    return marks.stream().map(mark -> new int[] {mark.start(), mark.end()}).toList();
  }
}
