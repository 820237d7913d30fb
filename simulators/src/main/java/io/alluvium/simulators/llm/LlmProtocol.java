package io.alluvium.simulators.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How each vendor asks and answers, as its reference of November 2026 has it. */
enum LlmProtocol {
  OPENAI("/v1/chat/completions") {
    @Override
    Optional<String> flaw(Context context, JsonNode body) {
      return turns(body, "system", "user");
    }

    @Override
    String key(Context context) {
      return header(context, "Authorization").replaceFirst("^Bearer ", "");
    }

    @Override
    String system(JsonNode body) {
      return content(body.path("messages").path(0));
    }

    @Override
    ObjectNode answer(LlmQuestion question, String text) {
      var answer = JSON.createObjectNode();
      answer.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1763600000);
      answer.put("model", question.model());
      var choice = answer.putArray("choices").addObject();
      choice.put("index", 0).put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", text);
      answer
          .putObject("usage")
          .put("prompt_tokens", tokens(question))
          .put("completion_tokens", tokens(text))
          .put("total_tokens", tokens(question) + tokens(text));
      return answer;
    }

    @Override
    ObjectNode error(String message) {
      var error = JSON.createObjectNode();
      error
          .putObject("error")
          .put("message", message)
          .put("type", "invalid_request_error")
          .putNull("param")
          .putNull("code");
      return error;
    }
  },
  ANTHROPIC("/v1/messages") {
    @Override
    Optional<String> flaw(Context context, JsonNode body) {
      if (header(context, "anthropic-version").isEmpty()) {
        return Optional.of("anthropic-version: header is required");
      }
      if (body.path("max_tokens").asInt() < 1) {
        return Optional.of("max_tokens: Field required");
      }
      return turns(body, "user");
    }

    @Override
    String key(Context context) {
      return header(context, "x-api-key");
    }

    @Override
    String system(JsonNode body) {
      return text(body.path("system"));
    }

    @Override
    ObjectNode answer(LlmQuestion question, String text) {
      var answer = JSON.createObjectNode();
      answer.put("id", "msg_1").put("type", "message").put("role", "assistant");
      answer.put("model", question.model()).put("stop_reason", "end_turn");
      answer.putNull("stop_sequence");
      answer.putArray("content").addObject().put("type", "text").put("text", text);
      answer
          .putObject("usage")
          .put("input_tokens", tokens(question))
          .put("output_tokens", tokens(text));
      return answer;
    }

    @Override
    ObjectNode error(String message) {
      var error = JSON.createObjectNode().put("type", "error");
      error.putObject("error").put("type", "invalid_request_error").put("message", message);
      return error;
    }
  },
  OLLAMA("/api/chat") {
    @Override
    Optional<String> flaw(Context context, JsonNode body) {
      return body.path("stream").asBoolean(true)
          ? Optional.of("only whole answers are simulated")
          : turns(body, "system", "user");
    }

    @Override
    String key(Context context) {
      return header(context, "Authorization").replaceFirst("^Bearer ", "");
    }

    @Override
    String system(JsonNode body) {
      return content(body.path("messages").path(0));
    }

    @Override
    ObjectNode answer(LlmQuestion question, String text) {
      var answer = JSON.createObjectNode();
      answer.put("model", question.model()).put("created_at", "2026-11-20T10:00:00Z");
      answer.putObject("message").put("role", "assistant").put("content", text);
      answer.put("done_reason", "stop").put("done", true);
      answer.put("prompt_eval_count", tokens(question)).put("eval_count", tokens(text));
      return answer;
    }

    @Override
    ObjectNode error(String message) {
      return JSON.createObjectNode().put("error", message);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;

  LlmProtocol(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** What is wrong with a question, beyond what is the same for all. */
  abstract Optional<String> flaw(Context context, JsonNode body);

  abstract String key(Context context);

  abstract String system(JsonNode body);

  abstract ObjectNode answer(LlmQuestion question, String text);

  abstract ObjectNode error(String message);

  /** What is wrong with a question; empty if it keeps the protocol. */
  Optional<String> broken(Context context, JsonNode body) {
    return body.path("model").asText().isEmpty()
        ? Optional.of("you must provide a model parameter")
        : flaw(context, body);
  }

  LlmQuestion question(Context context, JsonNode body) {
    var messages = body.path("messages");
    return new LlmQuestion(
        name().toLowerCase(Locale.ROOT),
        body.path("model").asText(),
        key(context),
        system(body),
        content(messages.path(messages.size() - 1)));
  }

  /** Exactly these turns: what is data must not have become another. */
  private static Optional<String> turns(JsonNode body, String... roles) {
    var found =
        StreamSupport.stream(body.path("messages").spliterator(), false)
            .map(message -> message.path("role").asText())
            .toList();
    return found.equals(List.of(roles))
        ? Optional.empty()
        : Optional.of("messages: unexpected roles " + found);
  }

  private static String header(Context context, String name) {
    return Optional.ofNullable(context.header(name)).orElse("");
  }

  private static String content(JsonNode message) {
    return text(message.path("content"));
  }

  /** A text, or a list of parts of type text. */
  private static String text(JsonNode content) {
    return content.isTextual()
        ? content.asText()
        : StreamSupport.stream(content.spliterator(), false)
            .map(part -> part.path("text").asText())
            .collect(Collectors.joining());
  }

  private static int tokens(LlmQuestion question) {
    return tokens(question.system()) + tokens(question.user());
  }

  private static int tokens(String text) {
    return text.length() / 4 + 1;
  }
}
