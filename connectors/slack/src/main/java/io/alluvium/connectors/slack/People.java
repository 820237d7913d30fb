package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people are called now. Names are no part of what makes a message, so one that cannot be had
 * is left out rather than waited for. Thread-safe.
 */
final class People {
  private static final Logger LOG = LoggerFactory.getLogger(People.class);
  private static final int MOST = 50_000;
  private static final int PAGES = 10;
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(30);

  private final SlackApi api;
  private final Map<String, String> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };
  private long listAfter = System.nanoTime();
  private long askAfter = System.nanoTime();

  People(SlackApi api) {
    this.api = api;
  }

  /** Display name of a person; empty if it cannot be had now. */
  synchronized Optional<String> name(String id) {
    if (isOver(listAfter)) {
      listAfter = System.nanoTime() + attempt(this::list).orElse(FRESH).toNanos();
    }
    if (!names.containsKey(id) && isOver(askAfter)) {
      askAfter = System.nanoTime() + attempt(() -> ask(id)).orElse(Duration.ZERO).toNanos();
    }
    return Optional.ofNullable(names.get(id)).filter(name -> !name.isEmpty());
  }

  /** Takes a name that an event told. */
  synchronized void renamed(JsonNode user) {
    names.put(user.path("id").asText(), nameOf(user));
  }

  @FunctionalInterface
  private interface Question {
    void ask() throws IOException;
  }

  /** Asks; how long to wait before the next time if that failed. */
  private static Optional<Duration> attempt(Question question) {
    try {
      question.ask();
      return Optional.empty();
    } catch (RateLimitedException e) {
      var wait = Duration.between(Instant.now(), e.until());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (PermanentFaultException e) {
      LOG.info("Messages are published without names of people: {}", e.getMessage());
      return Optional.of(FRESH);
    } catch (IOException e) {
      LOG.debug("Names of people cannot be read now: {}", e.getMessage());
      return Optional.of(AFTER_A_FAULT);
    }
  }

  private static boolean isOver(long until) {
    return System.nanoTime() - until >= 0;
  }

  // Of a very large workspace only the beginning is listed; others are asked for one by one.
  private void list() throws IOException {
    var arguments = new TreeMap<>(Map.of("limit", "999"));
    for (int page = 0; page < PAGES; page++) {
      var answer = api.get("users.list", arguments).expectOk("users.list");
      answer.json().path("members").forEach(this::renamed);
      if (answer.nextCursor().isEmpty()) {
        return;
      }
      arguments.put("cursor", answer.nextCursor());
    }
  }

  private void ask(String id) throws IOException {
    var answer = api.get("users.info", Map.of("user", id));
    names.put(id, answer.ok() ? nameOf(answer.json().path("user")) : "");
  }

  private static String nameOf(JsonNode user) {
    var profile = user.path("profile");
    for (var name :
        new String[] {
          profile.path("display_name").asText(""),
          profile.path("real_name").asText(""),
          user.path("real_name").asText(""),
          user.path("name").asText("")
        }) {
      if (!name.isBlank()) {
        return name;
      }
    }
    return "";
  }
}
