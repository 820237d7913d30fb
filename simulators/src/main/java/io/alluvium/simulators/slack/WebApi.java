package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.http.RequestLog;
import io.alluvium.simulators.http.Wire;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes calls over HTTP: credentials, limits and faults before the method itself. */
final class WebApi {
  private static final String JSON = "application/json; charset=utf-8";

  private final WebMethods methods;
  private final RateTiers tiers;
  private final FaultScript faults;
  private final RequestLog log;
  private final SocketMode sockets;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile String token = SlackOptions.TOKEN;

  WebApi(
      WebMethods methods, RateTiers tiers, FaultScript faults, RequestLog log, SocketMode sockets) {
    this.methods = methods;
    this.tiers = tiers;
    this.faults = faults;
    this.log = log;
    this.sockets = sockets;
  }

  /** Accepts another bot token from now on. */
  void accept(String other) {
    token = other;
  }

  /** Ends the waiting of those who were made to wait. */
  void stop() {
    stopped.countDown();
  }

  void handle(Context ctx) throws IOException {
    var method = ctx.pathParam("method");
    var query = ctx.queryString();
    var target = ctx.path() + (query == null ? "" : "?" + query);
    var fault = faults.strike(ctx.req().getMethod(), target);
    if (fault.isEmpty()) {
      answer(ctx, method);
      return;
    }
    log(ctx, method, 0);
    meet(ctx, method, fault.get());
  }

  private void meet(Context ctx, String method, Fault fault) throws IOException {
    if (fault instanceof Fault.Answer other) {
      ctx.status(other.status());
      other.headers().forEach(ctx::header);
      ctx.result(other.body());
    } else if (fault instanceof Fault.Reset) {
      Wire.reset(ctx.req());
    } else if (fault instanceof Fault.Hang hang) {
      pause(hang.time());
      Wire.reset(ctx.req());
    } else if (fault instanceof Fault.Truncate truncate) {
      var body = SlackJson.bytes(reply(ctx, method));
      ctx.res().setContentType(JSON);
      Wire.truncate(ctx.req(), ctx.res(), body, truncate.percent());
    } else if (fault instanceof Fault.Slow slow) {
      pause(slow.time());
      answer(ctx, method);
    } else if (fault instanceof Fault.Change change) {
      change.change().run();
      answer(ctx, method);
    }
  }

  private void answer(Context ctx, String method) {
    long wait = tiers.take(method);
    log(ctx, method, wait > 0 ? 429 : 200);
    ctx.contentType(JSON);
    if (wait > 0) {
      ctx.status(429).header("Retry-After", Long.toString(wait));
      ctx.result(SlackJson.error("ratelimited").toString());
      return;
    }
    ctx.result(SlackJson.bytes(reply(ctx, method)));
  }

  private ObjectNode reply(Context ctx, String method) {
    boolean app = method.equals("apps.connections.open");
    var given = ctx.header("Authorization");
    if (given == null) {
      return SlackJson.error("not_authed");
    }
    if (!given.equals("Bearer " + (app ? SlackOptions.APP_TOKEN : token))) {
      return SlackJson.error("invalid_auth");
    }
    if (app) {
      return sockets.open(ctx.host());
    }
    var arguments = new HashMap<String, String>();
    ctx.queryParamMap().forEach((name, values) -> arguments.put(name, values.get(0)));
    if (ctx.method() == HandlerType.POST) {
      ctx.formParamMap().forEach((name, values) -> arguments.put(name, values.get(0)));
    }
    return methods.call(method, new WebMethods.Arguments(arguments));
  }

  private void log(Context ctx, String method, int status) {
    var query = ctx.queryString();
    var target = ctx.path() + (query == null ? "" : "?" + query);
    log.count(method, new RequestLog.Entry(ctx.req().getMethod(), target, status, ""));
  }

  private void pause(Duration time) {
    try {
      var unused = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
