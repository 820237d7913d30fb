package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.github.Access;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.Limits.Resource;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.http.RequestLog;
import io.alluvium.simulators.http.Wire;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What every request passes: faults, credentials, limits, and the headers of every answer. */
final class Gate {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String VERSION = "X-GitHub-Api-Version";
  private static final List<String> VERSIONS = List.of("2022-11-28", "2026-03-10");

  /**
   * What the gate knows of an endpoint.
   *
   * @param name what it is counted as
   * @param base prefix of all addresses, empty as on github.com
   * @param permission what a token must be allowed to read
   * @param resource the limits it counts against
   */
  record Door(String name, String base, String permission, Resource resource) {}

  private final GitHubState state;
  private final Tokens tokens;
  private final Toll toll;
  private final FaultScript faults;
  private final RequestLog requests;
  private final CountDownLatch stopping = new CountDownLatch(1);

  Gate(GitHubState state, Access access, FaultScript faults, RequestLog requests) {
    this.state = state;
    this.tokens = new Tokens(access);
    this.toll = new Toll(access.limits(), state);
    this.faults = faults;
    this.requests = requests;
  }

  /** Ends all waiting. */
  void stop() {
    stopping.countDown();
  }

  Toll toll() {
    return toll;
  }

  Handler guard(Door door, Endpoint endpoint) {
    return context -> {
      String target = target(context);
      Fault fault = faults.strike(context.method().name(), target).orElse(null);
      Reply reply = before(fault, context);
      if (reply == null && !broken(fault)) {
        reply = answer(context, door, endpoint);
      }
      int status = reply == null ? 0 : reply.status();
      requests.count(
          door.name(),
          new RequestLog.Entry(context.method().name(), target, status, tokens.name(context)));
      if (reply != null) {
        write(context, reply, fault);
      }
    };
  }

  private @Nullable Reply before(@Nullable Fault fault, Context context) {
    if (fault instanceof Fault.Answer answer) {
      return new Reply(
          answer.status(), answer.headers(), answer.body().getBytes(StandardCharsets.UTF_8));
    }
    if (fault instanceof Fault.Slow slow) {
      pause(slow.time());
    } else if (fault instanceof Fault.Change change) {
      change.change().run();
    } else if (fault instanceof Fault.Hang hang) {
      pause(hang.time());
      Wire.reset(context.req());
    } else if (fault instanceof Fault.Reset) {
      Wire.reset(context.req());
    }
    return null;
  }

  private static boolean broken(@Nullable Fault fault) {
    return fault instanceof Fault.Reset || fault instanceof Fault.Hang;
  }

  private Reply answer(Context context, Door door, Endpoint endpoint) {
    String web = context.scheme() + "://" + context.host();
    var urls = new Urls(web + door.base(), web);
    Credential credential = Credential.NOBODY;
    Reply reply;
    try {
      credential = tokens.of(context);
      reply = admitted(new Call(context, state, urls, credential), door, endpoint);
    } catch (ApiErrorException error) {
      reply = error.reply();
    }
    var headers = new LinkedHashMap<>(toll.headers(credential, door.resource()));
    headers.putAll(reply.headers());
    return new Reply(reply.status(), headers, reply.body());
  }

  private Reply admitted(Call call, Door door, Endpoint endpoint) {
    Credential credential = call.credential();
    boolean counts = !GitProtocol.serves(door.name());
    try {
      checkVersion(call.context());
      if (counts) {
        pay(call, door);
      }
      if (!credential.may(door.permission())) {
        throw Tokens.forbidden(credential, door.permission());
      }
      Reply reply = Conditions.apply(call, state.at(() -> endpoint.answer(call)));
      if (reply.status() == 304 && credential.kind() != Credential.Kind.ANONYMOUS) {
        toll.giveBack(credential);
      }
      return reply;
    } catch (MovedException moved) {
      return moved.reply(call);
    } finally {
      if (counts) {
        toll.leave();
      }
    }
  }

  private void pay(Call call, Door door) {
    toll.enter(call.credential(), door.resource(), call.context().method().name());
    boolean free = door.resource() == Resource.GRAPHQL || door.name().equals("GET /rate_limit");
    if (!free) {
      toll.take(call.credential());
    }
  }

  private static void checkVersion(Context context) {
    String version = context.header(VERSION);
    if (version != null && !VERSIONS.contains(version)) {
      throw new ApiErrorException(400, "'" + version + "' is not a valid API version.");
    }
  }

  private void write(Context context, Reply reply, @Nullable Fault fault) throws IOException {
    context.status(reply.status());
    everyAnswer(context).forEach(context::header);
    if (!reply.headers().containsKey("Content-Type")) {
      context.header("Content-Type", JSON);
    }
    reply.headers().forEach(context::header);
    if (fault instanceof Fault.Truncate truncate) {
      Wire.truncate(context.req(), context.res(), reply.body(), truncate.percent());
      return;
    }
    context.result(reply.body());
  }

  private Map<String, String> everyAnswer(Context context) {
    String version = context.header(VERSION);
    return Map.of(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(state.clock().instant().atZone(ZoneOffset.UTC)),
        "X-GitHub-Media-Type",
        "github.v3; format=json",
        "X-GitHub-Api-Version-Selected",
        version == null ? VERSIONS.get(0) : version,
        "X-GitHub-Request-Id",
        "SIM:" + requests.total());
  }

  private static String target(Context context) {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }

  private void pause(Duration time) {
    try {
      var unused = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
