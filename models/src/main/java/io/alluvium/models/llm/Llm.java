package io.alluvium.models.llm;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.alluvium.models.llm.LlmException.Reason;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * A language model that is asked one thing at a time: instructions of ours, and material that is
 * data. What fails for a moment is asked again; what keeps failing is left alone for a while; and
 * nothing is asked that could pass the daily limit. Thread-safe.
 */
public final class Llm {
  private static final int ATTEMPTS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** No tokeniser makes more of a text: what is reserved is never too little. */
  private static final double CHARACTERS_PER_TOKEN = 2;

  private final LlmConfig config;
  private final ChatModel model;
  private final Duration firstWait;
  private final CircuitBreaker breaker;
  private final DailyCost cost;
  private final LongAdder answers = new LongAdder();
  private final Map<Reason, LongAdder> failures = new ConcurrentHashMap<>();

  /**
   * Connects to nothing yet.
   *
   * @param costFile where the day's cost is kept; of this process alone
   */
  public Llm(LlmConfig config, Path costFile) {
    this(config, costFile, InstantSource.system(), TIMEOUT, FIRST_WAIT);
  }

  Llm(LlmConfig config, Path costFile, InstantSource clock, Duration timeout, Duration firstWait) {
    this.config = config;
    this.model = ChatModels.of(config, timeout);
    this.firstWait = firstWait;
    this.breaker = new CircuitBreaker(clock);
    this.cost = new DailyCost(costFile, config.dailyLimit(), clock);
  }

  /** Protocol and model, as they are named in what it writes. */
  public String name() {
    return config.provider().name().toLowerCase(Locale.ROOT) + "/" + config.model();
  }

  /** How asking went. */
  public LlmStatus status() {
    var counts =
        failures.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().name().toLowerCase(Locale.ROOT),
                    entry -> entry.getValue().sum()));
    return new LlmStatus(answers.sum(), counts, cost.spent(), breaker.isOpen());
  }

  /**
   * Asks, and waits for the answer: up to three times as long as the server may take.
   *
   * @param instructions what to do; ours alone
   * @param material what to do it with; sent apart from the instructions
   * @return what the model wrote, as it is
   * @throws LlmException if there is no answer; nothing is asked twice for a wrong key or model
   * @throws InterruptedException if the caller is not to wait any longer
   */
  public String ask(String instructions, String material)
      throws LlmException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        var answer = once(instructions, material);
        breaker.succeeded();
        answers.increment();
        return answer;
      } catch (LlmException e) {
        failures.computeIfAbsent(e.reason(), reason -> new LongAdder()).increment();
        if (attempt == ATTEMPTS || !isPassing(e.reason())) {
          throw e;
        }
        Thread.sleep(firstWait.multipliedBy(1L << (attempt - 1)));
      }
    }
  }

  private static boolean isPassing(Reason reason) {
    return switch (reason) {
      case RATE_LIMITED, UNAVAILABLE, TIMED_OUT, UNREADABLE -> true;
      case COST_LIMIT, CIRCUIT_OPEN, REFUSED -> false;
    };
  }

  private String once(String instructions, String material)
      throws LlmException, InterruptedException {
    var tokens = (long) ((instructions.length() + material.length()) / CHARACTERS_PER_TOKEN);
    var reserved = config.price().of(tokens, ChatModels.ANSWER_TOKENS);
    if (!breaker.mayAsk()) {
      throw new LlmException(
          Reason.CIRCUIT_OPEN, name() + " failed several times and is left alone for a while");
    }
    if (!cost.reserve(reserved)) {
      throw new LlmException(
          Reason.COST_LIMIT, "The daily limit of " + config.dailyLimit() + " would be passed");
    }
    return answer(instructions, material, reserved);
  }

  private String answer(String instructions, String material, double reserved)
      throws LlmException, InterruptedException {
    ChatResponse response;
    try {
      response = model.chat(SystemMessage.from(instructions), UserMessage.from(material));
    } catch (RuntimeException e) {
      if (isInterruption(e)) {
        throw new InterruptedException("Interrupted while asking");
      }
      var failure = explain(e);
      breaker.failed();
      // A server that took too long may have done its work, and may count it.
      if (failure.reason() != Reason.TIMED_OUT) {
        cost.settle(reserved, 0);
      }
      throw failure;
    }
    settle(response, reserved);
    var text = response.aiMessage().text();
    if (text == null || text.isBlank()) {
      breaker.failed();
      throw new LlmException(Reason.UNREADABLE, name() + " answered with nothing");
    }
    return text;
  }

  /** A server that does not say how much it used is taken to have used what was reserved. */
  private void settle(ChatResponse response, double reserved) {
    var used = response.tokenUsage();
    if (used != null && used.inputTokenCount() != null && used.outputTokenCount() != null) {
      cost.settle(reserved, config.price().of(used.inputTokenCount(), used.outputTokenCount()));
    }
  }

  private LlmException explain(RuntimeException e) {
    return switch (e) {
      case RateLimitException limited ->
          new LlmException(Reason.RATE_LIMITED, name() + " has had too many questions", e);
      case TimeoutException late -> timedOut(e);
      case InternalServerException failed when has(e, HttpException.class) ->
          new LlmException(Reason.UNAVAILABLE, name() + " failed", e);
      case NonRetriableException refused ->
          new LlmException(Reason.REFUSED, name() + " does not accept the question", e);
      case LangChain4jException other when has(e, HttpTimeoutException.class) -> timedOut(e);
      case RuntimeException other when has(e, HttpTimeoutException.class) -> timedOut(e);
      case RuntimeException other when has(e, IOException.class) && !hasJson(e) ->
          new LlmException(Reason.UNAVAILABLE, name() + " cannot be reached", e);
      default ->
          new LlmException(Reason.UNREADABLE, name() + " answered with something unreadable", e);
    };
  }

  private LlmException timedOut(RuntimeException e) {
    return new LlmException(Reason.TIMED_OUT, name() + " took too long", e);
  }

  private static boolean isInterruption(Throwable e) {
    return has(e, InterruptedException.class) || Thread.currentThread().isInterrupted();
  }

  /** Jackson's exceptions are exceptions of input and output, too. */
  private static boolean hasJson(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith("com.fasterxml.jackson.")) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
