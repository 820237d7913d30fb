package io.alluvium.models.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alluvium.models.llm.LlmConfig.Price;
import io.alluvium.models.llm.LlmException.Reason;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.llm.LlmSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asks a server on loopback that speaks the vendors' protocols. */
final class LlmTest {
  private static final Price FREE = new Price(0, 0);

  @TempDir Path directory;

  private final LlmSimulator server = LlmSimulator.start(question -> "An answer.");
  private Duration timeout = Duration.ofSeconds(10);
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void asksInTheProtocolOfTheVendor(LlmProvider provider) throws Exception {
    assertThat(llm(provider, FREE, 0).ask("Be brief.", "Some text.")).isEqualTo("An answer.");
    assertThat(server.questions())
        .singleElement()
        .satisfies(question -> {
          assertThat(question.protocol()).isEqualToIgnoringCase(provider.name());
          assertThat(question.model()).isEqualTo("small");
          assertThat(question.system()).isEqualTo("Be brief.");
          assertThat(question.user()).isEqualTo("Some text.");
          assertThat(question.key()).isEqualTo(provider == LlmProvider.OLLAMA ? "" : "sk-test");
        });
  }

  @ParameterizedTest
  @EnumSource
  void asksAgainWhatFailsForAMoment(LlmProvider provider) throws Exception {
    server.faults().add("POST", ".*", 1, Fault.status(429, "slow down"));
    server.faults().add("POST", ".*", 1, Fault.badGatewayPage());
    var llm = llm(provider, FREE, 0);
    assertThat(llm.ask("i", "m")).isEqualTo("An answer.");
    assertThat(llm.status().failures()).isEqualTo(Map.of("rate_limited", 1L, "unavailable", 1L));
    assertThat(llm.status().answers()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void asksThreeTimesAndThenSaysWhy(LlmProvider provider) {
    server.faults().add("POST", ".*", 3, Fault.status(503, "overloaded"));
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(server.faults().hits()).isEqualTo(3);
    server.faults().clear();
    server.faults().add("POST", ".*", 3, new Fault.Reset());
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.UNAVAILABLE);
    server.faults().clear();
    timeout = Duration.ofMillis(100);
    server.faults().add("POST", ".*", 3, new Fault.Hang(Duration.ofMillis(500)));
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.TIMED_OUT);
  }

  @ParameterizedTest
  @EnumSource
  void tellsGarbageFromAnAnswer(LlmProvider provider) {
    for (var garbage : new String[] {"<html>hello</html>", "{\"a\":", "[]", "", "null", "{}"}) {
      server.faults().clear();
      server
          .faults()
          .add(
              "POST",
              ".*",
              3,
              new Fault.Answer(200, Map.of("Content-Type", "application/json"), garbage));
      assertThat(failure(llm(provider, FREE, 0))).as(garbage).isEqualTo(Reason.UNREADABLE);
    }
    server.faults().clear();
    server.think(question -> "  ");
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.UNREADABLE);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotAskAgainWithAWrongKeyOrModel(LlmProvider provider) {
    server.faults().add("POST", ".*", 1, Fault.status(401, "invalid key"));
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.REFUSED);
    server.faults().add("POST", ".*", 1, Fault.status(404, "no such model"));
    assertThat(failure(llm(provider, FREE, 0))).isEqualTo(Reason.REFUSED);
    assertThat(server.faults().hits()).isEqualTo(2);
  }

  @Test
  void leavesAFailingServerAloneForAWhile() throws Exception {
    server.faults().add("POST", ".*", 6, Fault.status(500, "down"));
    var llm = llm(LlmProvider.OPENAI, FREE, 0);
    assertThat(failure(llm)).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure(llm)).isEqualTo(Reason.CIRCUIT_OPEN);
    assertThat(server.faults().hits()).isEqualTo(5);
    assertThat(llm.status().circuitOpen()).isTrue();
    now = now.plus(CircuitBreaker.FIRST_PAUSE);
    assertThat(failure(llm)).as("one try, in vain").isEqualTo(Reason.CIRCUIT_OPEN);
    now = now.plus(CircuitBreaker.FIRST_PAUSE);
    assertThat(failure(llm)).as("twice the while").isEqualTo(Reason.CIRCUIT_OPEN);
    assertThat(server.faults().hits()).isEqualTo(6);
    now = now.plus(CircuitBreaker.FIRST_PAUSE);
    assertThat(llm.ask("i", "m")).isEqualTo("An answer.");
    assertThat(llm.status().circuitOpen()).isFalse();
  }

  @Test
  void asksNothingThatCouldPassTheDailyLimit() throws Exception {
    var price = new Price(1_000, 1_000);
    var llm = llm(LlmProvider.OPENAI, price, 2.5);
    llm.ask("i", "m");
    assertThat(llm.status().spentToday()).isBetween(0.003, 0.01);
    llm.ask("i", "m".repeat(800));
    assertThat(failure(llm, "m".repeat(1_000))).isEqualTo(Reason.COST_LIMIT);
    assertThat(server.questions()).hasSize(2);
    var restarted = llm(LlmProvider.OPENAI, price, 2.5);
    assertThat(restarted.status().spentToday()).isEqualTo(llm.status().spentToday());
    assertThat(failure(restarted, "m".repeat(1_000))).isEqualTo(Reason.COST_LIMIT);
    now = now.plus(Duration.ofHours(12));
    assertThat(restarted.ask("i", "m".repeat(900))).isEqualTo("An answer.");
  }

  @Test
  void countsATimeOutAsPaidAndAFailureAsFree() {
    timeout = Duration.ofMillis(500);
    var llm = llm(LlmProvider.ANTHROPIC, new Price(0, 1_000), 100);
    server.faults().add("POST", ".*", 3, Fault.status(500, "down"));
    failure(llm);
    assertThat(llm.status().spentToday()).isZero();
    server.faults().clear();
    server.faults().add("POST", ".*", 1, new Fault.Hang(Duration.ofMillis(900)));
    server.faults().add("POST", ".*", 1, Fault.status(401, "no"));
    failure(llm);
    assertThat(llm.status().spentToday()).isEqualTo(2.0);
  }

  private Reason failure(Llm llm) {
    return failure(llm, "m");
  }

  private Reason failure(Llm llm, String material) {
    return catchThrowableOfType(LlmException.class, () -> llm.ask("i", material)).reason();
  }

  private Llm llm(LlmProvider provider, Price price, double limit) {
    var url = provider == LlmProvider.OLLAMA ? server.root() : server.url();
    var config =
        new LlmConfig(provider, Optional.of(url), "small", Optional.of("sk-test"), price, limit);
    InstantSource clock = () -> now;
    return new Llm(config, directory.resolve("cost"), clock, timeout, Duration.ofMillis(1));
  }
}
