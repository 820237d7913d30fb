package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  People(SlackApi api) {
    this.api = api;
  }

  /** Display name of a person; empty if it cannot be had now. */
  synchronized Optional<String> name(String id) {
    if (System.nanoTime() - listAfter >= 0) {
      listAfter = System.nanoTime() + FRESH.toNanos();
      attempt(this::list);
    }
    if (!names.containsKey(id)) {
      attempt(() -> ask(id));
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

  private void attempt(Question question) {
    try {
      question.ask();
    } catch (RateLimitedException later) {
      // The next message asks again.
    } catch (PermanentFaultException | IOException e) {
      LOG.debug("Names of people cannot be read: {}", e.getMessage());
      listAfter = System.nanoTime() + FRESH.toNanos();
    }
  }

  // Of a very large workspace only the beginning is listed; others are asked for one by one.
  private void list() throws IOException {
    var arguments = new java.util.TreeMap<>(Map.of("limit", "999"));
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
