package io.alluvium.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultScriptTest {
  private final FaultScript script = new FaultScript();

  @Test
  void strikesTheRequestsThatWereNamedAndNoOthers() {
    script.add(FaultRule.on("GET", "/issues\\?.*page=2", new Fault.Reset()).after(1).times(2));
    assertThat(strikes("GET", "/issues?page=2", 5)).containsExactly(1, 2);
    assertThat(strikes("POST", "/issues?page=2", 5)).isEmpty();
    assertThat(strikes("GET", "/issues?page=3", 5)).isEmpty();
    assertThat(script.hits()).isEqualTo(2);
  }

  @Test
  void drawsTheSameRequestsForTheSameSeed() {
    script.add(FaultRule.on("*", "/a", new Fault.Reset()).withProbability(0.3, 42));
    List<Integer> first = strikes("GET", "/a", 200);
    script.clear();
    script.add(FaultRule.on("*", "/a", new Fault.Reset()).withProbability(0.3, 42));
    assertThat(strikes("GET", "/a", 200)).isEqualTo(first);
    assertThat(first).hasSizeBetween(40, 80);
  }

  @Test
  void theFirstRuleThatStrikesDecides() {
    script.add("GET", "/a", 1, new Fault.Reset());
    script.add("GET", "/a", 1, new Fault.Truncate(10));
    assertThat(script.strike("GET", "/a")).contains(new Fault.Reset());
    assertThat(script.strike("GET", "/a")).contains(new Fault.Truncate(10));
    assertThat(script.strike("GET", "/a")).isEmpty();
  }

  private List<Integer> strikes(String method, String target, int requests) {
    return IntStream.range(0, requests)
        .filter(any -> script.strike(method, target).isPresent())
        .boxed()
        .toList();
  }
}
