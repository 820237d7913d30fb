package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.Credentials;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every request passes: faults, credentials, conditions, and the headers of every answer. */
final class Gate {
  private static final String JSON = "application/json; charset=utf-8";

  private final GitHubState state;
  private final Tokens tokens;
  private final FaultScript faults;
  private final RequestLog requests;

  Gate(GitHubState state, Credentials credentials, FaultScript faults, RequestLog requests) {
    this.state = state;
    this.tokens = new Tokens(credentials);
    this.faults = faults;
    this.requests = requests;
  }

  Handler guard(String name, String base, String permission, Endpoint endpoint) {
    return context -> {
      String target = target(context);
      Fault fault = faults.strike(context.method().name(), target).orElse(null);
      Reply reply = before(fault, context);
      if (reply == null && !broken(fault)) {
        reply = answer(context, base, permission, endpoint);
      }
      int status = reply == null ? 0 : reply.status();
      requests.count(
          name,
          new RequestLog.Entry(context.method().name(), target, status, tokens.name(context)));
      if (reply != null) {
        write(context, reply, fault);
      }
    };
  }

  private static @Nullable Reply before(@Nullable Fault fault, Context context) {
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

  private Reply answer(Context context, String base, String permission, Endpoint endpoint) {
    String web = context.scheme() + "://" + context.host();
    var anonymous = new Call(context, state, new Urls(web + base, web), Credential.NOBODY);
    try {
      Credential credential = tokens.of(context);
      var call = new Call(context, state, anonymous.urls(), credential);
      if (!credential.may(permission)) {
        throw Tokens.forbidden(credential, permission);
      }
      Reply reply = state.at(() -> endpoint.answer(call));
      return Conditions.apply(context, credential, reply);
    } catch (MovedException moved) {
      return moved.reply(anonymous);
    } catch (ApiErrorException error) {
      return error.reply();
    }
  }

  private void write(Context context, Reply reply, @Nullable Fault fault) throws IOException {
    context.status(reply.status());
    context.header("Content-Type", JSON);
    everyAnswer(context).forEach(context::header);
    reply.headers().forEach(context::header);
    if (fault instanceof Fault.Truncate truncate) {
      Wire.truncate(context.req(), context.res(), reply.body(), truncate.percent());
      return;
    }
    context.result(reply.body());
  }

  private Map<String, String> everyAnswer(Context context) {
    String version = context.header("X-GitHub-Api-Version");
    return Map.of(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(state.clock().instant().atZone(ZoneOffset.UTC)),
        "X-GitHub-Media-Type",
        "github.v3; format=json",
        "X-GitHub-Api-Version-Selected",
        version == null ? "2022-11-28" : version,
        "X-GitHub-Request-Id",
        "SIM:" + requests.total());
  }

  private static String target(Context context) {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
