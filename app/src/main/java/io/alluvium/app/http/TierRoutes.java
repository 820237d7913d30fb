package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.tiers.SliceView;
import io.alluvium.app.tiers.TierCare;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Routes about tiers: what is where and why, and the work that can be asked of them. */
public final class TierRoutes {
  private static final String PATH = "/api/v1/tiers";

  private final Supplier<TierCare> tiers;
  private final NodeApi node;

  private TierRoutes(Supplier<TierCare> tiers, NodeApi node) {
    this.tiers = tiers;
    this.node = node;
  }

  /**
   * Mounts every route.
   *
   * @param tiers gives what looks after them, or throws a {@link UserError} NOT_READY
   */
  public static void mount(RoutesConfig routes, Supplier<TierCare> tiers, NodeApi node) {
    var own = new TierRoutes(tiers, node);
    routes.get(PATH, own::status);
    routes.get(PATH + "/slices", own::slices);
    routes.get(PATH + "/simulate", own::simulate);
    routes.get(PATH + "/job", ctx -> answer(ctx, own.job()));
    routes.post(PATH + "/verify", ctx -> answer(ctx.status(202), tiers.get().jobs().verify()));
    routes.post(PATH + "/restore", own::restore);
    routes.post(PATH + "/{tier}/rebuild", own::rebuild);
  }

  private void status(Context ctx) {
    var now = node.status();
    var care = tiers.get();
    var lines =
        care.stock().stream()
            .map(stock -> {
              var line = new LinkedHashMap<String, Object>();
              line.put("tier", stock.tier());
              line.put("state", now.parts().getOrDefault(stock.tier(), "starting"));
              line.put("lag", now.tierLags().getOrDefault(stock.tier(), -1L));
              line.put("stock", stock);
              return line;
            })
            .toList();
    var body = new LinkedHashMap<String, Object>();
    body.put("tiers", lines);
    body.put("ageing", care.status());
    body.put("trouble", care.trouble().orElse(null));
    body.put("job", care.jobs().newest());
    answer(ctx, body);
  }

  private void slices(Context ctx) {
    var day = day(ctx, "day").map(LocalDate::toString);
    var shard = Optional.ofNullable(ctx.queryParam("shard"));
    var slices =
        tiers.get().slices(Optional.ofNullable(ctx.queryParam("tier"))).stream()
            .filter(slice -> day.isEmpty() || day.get().equals(slice.day()))
            .filter(slice -> shard.isEmpty() || shard.get().equals(Integer.toString(slice.shard())))
            .toList();
    answer(ctx, Map.of("slices", slices));
  }

  private void simulate(Context ctx) {
    var date = required(ctx, "date");
    var slices = tiers.get().simulate(date);
    var body = new LinkedHashMap<String, Object>();
    body.put("date", date.toString());
    body.put("versions", slices.stream().mapToLong(SliceView::leaving).sum());
    body.put("slices", slices);
    answer(ctx, body);
  }

  private void restore(Context ctx) {
    var from = required(ctx, "from");
    var to = day(ctx, "to").orElse(from);
    if (to.isBefore(from)) {
      throw new UserError("DATE_INVALID", "The range ends before it begins.", "Swap its days.");
    }
    var days = Optional.ofNullable(ctx.queryParam("days")).orElse("7");
    if (!days.matches("[0-9]{1,4}")) {
      throw new UserError("DAYS_INVALID", "days must be a number, was '" + days + "'.", "");
    }
    var keep = Duration.ofDays(Long.parseLong(days));
    answer(ctx.status(202), tiers.get().jobs().restore(from, to, keep));
  }

  private void rebuild(Context ctx) {
    var from = Optional.ofNullable(ctx.queryParam("from"));
    if (from.isPresent() && !from.get().matches("log|cold")) {
      throw new UserError("FROM_INVALID", "A tier is rebuilt from log or cold.", "Say which.");
    }
    answer(ctx.status(202), tiers.get().jobs().rebuild(ctx.pathParam("tier"), from));
  }

  private Map<String, Object> job() {
    var job = new LinkedHashMap<String, Object>();
    job.put("job", tiers.get().jobs().newest());
    return job;
  }

  private static LocalDate required(Context ctx, String name) {
    return day(ctx, name)
        .orElseThrow(
            () -> new UserError("DATE_MISSING", "Say which day.", "Add " + name + "=2026-12-24."));
  }

  private static Optional<LocalDate> day(Context ctx, String name) {
    try {
      return Optional.ofNullable(ctx.queryParam(name)).map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw new UserError(
          "DATE_INVALID",
          "'" + ctx.queryParam(name) + "' is not a date.",
          "Write it as 2026-12-24.",
          e);
    }
  }

  private static void answer(Context ctx, Object body) {
    ctx.contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(Json.write(body));
  }
}
