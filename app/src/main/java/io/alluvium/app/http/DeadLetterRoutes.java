package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.letters.DeadLetters;
import io.alluvium.app.letters.LetterId;
import io.alluvium.app.letters.LetterQuery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Records that were set aside, over HTTP: {@code /api/v1/dead-letters}. */
public final class DeadLetterRoutes {
  private static final String PATH = "/api/v1/dead-letters";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 10_000;

  private final Supplier<DeadLetters> letters;
  private final Clock clock;

  private DeadLetterRoutes(Supplier<DeadLetters> letters, Clock clock) {
    this.letters = letters;
    this.clock = clock;
  }

  /**
   * Mounts the routes.
   *
   * @param letters gives what answers, or throws a {@link UserError} NOT_READY
   */
  public static void mount(RoutesConfig routes, Supplier<DeadLetters> letters, Clock clock) {
    var own = new DeadLetterRoutes(letters, clock);
    routes.get(PATH, own::list);
    routes.post(PATH + "/replay", own::replayAll);
    routes.get(PATH + "/{id}", own::show);
    routes.post(PATH + "/{id}/replay", own::replay);
  }

  private void list(Context ctx) {
    answer(ctx, letters.get().list(query(ctx), limit(ctx)));
  }

  private void show(Context ctx) {
    answer(ctx, letters.get().show(LetterId.parse(ctx.pathParam("id"))));
  }

  private void replay(Context ctx) {
    answer(ctx, letters.get().replay(LetterId.parse(ctx.pathParam("id"))));
  }

  private void replayAll(Context ctx) {
    answer(ctx, letters.get().replay(query(ctx)));
  }

  private LetterQuery query(Context ctx) {
    return new LetterQuery(
        Optional.ofNullable(ctx.queryParam("since")).map(this::time),
        Optional.ofNullable(ctx.queryParam("source")),
        Optional.ofNullable(ctx.queryParam("reason")));
  }

  private Instant time(String text) {
    try {
      return TimeBound.parse(text, clock.instant());
    } catch (IllegalArgumentException e) {
      throw new UserError("SINCE_INVALID", e.getMessage() + ".", "Write it so.", e);
    }
  }

  private static int limit(Context ctx) {
    var text = Optional.ofNullable(ctx.queryParam("limit")).orElse("" + DEFAULT_LIMIT);
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > MOST) {
      throw new UserError(
          "LIMIT_INVALID", "limit must be a number up to " + MOST + ", was '" + text + "'.", "");
    }
    return Integer.parseInt(text);
  }

  private static void answer(Context ctx, Object body) {
    ctx.contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(Json.write(body));
  }
}
