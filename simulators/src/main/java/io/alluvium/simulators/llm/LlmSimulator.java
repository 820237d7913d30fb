package io.alluvium.simulators.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.http.Wire;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Models of three vendors on loopback. A question that breaks its vendor's protocol is refused as
 * the vendor does; one that keeps it is answered by the test. Thread-safe.
 */
public final class LlmSimulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/json; charset=utf-8";

  private final FaultScript faults = new FaultScript();
  private final List<LlmQuestion> questions = new CopyOnWriteArrayList<>();
  private final Javalin server;
  private volatile Function<LlmQuestion, String> mind;

  private LlmSimulator(Function<LlmQuestion, String> mind) {
    this.mind = mind;
    this.server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          for (var protocol : LlmProtocol.values()) {
            config.routes.post(protocol.path(), context -> handle(context, protocol));
          }
        });
    server.start("127.0.0.1", 0);
  }

  /**
   * Starts a server.
   *
   * @param mind what the model writes
   */
  public static LlmSimulator start(Function<LlmQuestion, String> mind) {
    return new LlmSimulator(mind);
  }

  /** Where OpenAI's and Anthropic's protocols are spoken. */
  public String url() {
    return root() + "/v1";
  }

  /** Where Ollama's protocol is spoken. */
  public String root() {
    return "http://127.0.0.1:" + server.port();
  }

  /** What goes wrong. */
  public FaultScript faults() {
    return faults;
  }

  /** Makes the model write something else from now on. */
  public void think(Function<LlmQuestion, String> other) {
    mind = other;
  }

  /** What was asked and kept its protocol, oldest first. */
  public List<LlmQuestion> questions() {
    return List.copyOf(questions);
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(Context context, LlmProtocol protocol) throws IOException {
    var fault = faults.strike(context.req().getMethod(), context.path());
    if (fault.isPresent()) {
      meet(context, protocol, fault.get());
    } else {
      answer(context, protocol);
    }
  }

  private void meet(Context context, LlmProtocol protocol, Fault fault) throws IOException {
    if (fault instanceof Fault.Answer other) {
      context.status(other.status());
      other.headers().forEach(context::header);
      context.result(other.body());
    } else if (fault instanceof Fault.Reset) {
      Wire.reset(context.req());
    } else if (fault instanceof Fault.Hang hang) {
      sleep(hang.time());
      Wire.reset(context.req());
    } else if (fault instanceof Fault.Truncate truncate) {
      var body = body(context, protocol).getBytes(StandardCharsets.UTF_8);
      context.res().setContentType(TYPE);
      Wire.truncate(context.req(), context.res(), body, truncate.percent());
    } else if (fault instanceof Fault.Slow slow) {
      sleep(slow.time());
      answer(context, protocol);
    } else if (fault instanceof Fault.Change change) {
      change.change().run();
      answer(context, protocol);
    }
  }

  private void answer(Context context, LlmProtocol protocol) throws IOException {
    var broken = protocol.broken(context, read(context));
    context.contentType(TYPE);
    if (broken.isPresent()) {
      context.status(400).result(protocol.error(broken.get()).toString());
    } else {
      context.result(body(context, protocol));
    }
  }

  private String body(Context context, LlmProtocol protocol) throws IOException {
    var question = protocol.question(context, read(context));
    questions.add(question);
    return protocol.answer(question, mind.apply(question)).toString();
  }

  private static JsonNode read(Context context) throws IOException {
    return Optional.ofNullable(JSON.readTree(context.body())).orElseGet(JSON::createObjectNode);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
