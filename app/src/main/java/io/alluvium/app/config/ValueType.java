package io.alluvium.app.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the value of a setting must look like. */
enum ValueType {
  /** A directory; {@code ~} is the home directory, a relative path counts from where we are. */
  PATH("path", "a path") {
    @Override
    void check(String value) {
      if (Path.of(value).toString().isEmpty()) {
        throw new IllegalArgumentException("empty");
      }
    }
  },
  /** A TCP port. */
  PORT("port", "a port, a whole number from 1 to 65535") {
    @Override
    void check(String value) {
      within(Long.parseLong(value), 1, 65_535);
    }
  },
  /** Partitions of a topic. */
  PARTITIONS("number", "a whole number from 1 to 1000") {
    @Override
    void check(String value) {
      within(Long.parseLong(value), 1, 1_000);
    }
  },
  /** Copies of a shard. */
  REPLICAS("number", "a whole number from 1 to 9") {
    @Override
    void check(String value) {
      within(Long.parseLong(value), 1, 9);
    }
  },
  /** A name among others of its kind. */
  ID("text", "letters, digits, '.', '_' or '-', at most 60 of them") {
    @Override
    void check(String value) {
      matching(value, "[A-Za-z0-9._-]{1,60}");
    }
  },
  /** A length of time. */
  MILLIS("ms", "milliseconds, a whole number of at least 1") {
    @Override
    void check(String value) {
      within(Long.parseLong(value), 1, Long.MAX_VALUE);
    }
  },
  /** A number of days. */
  DAYS("days", "days, a whole number from 0 to 36500") {
    @Override
    void check(String value) {
      within(Long.parseLong(value), 0, 36_500);
    }
  },
  /** Beginning of every topic name. */
  TOPIC_PREFIX("text", "letters, digits, '_' or '-', in parts joined by '.'") {
    @Override
    void check(String value) {
      matching(value, "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    }
  },
  /** Brokers to begin with. */
  SERVERS("list", "host:port, or several of them joined by ','") {
    @Override
    void check(String value) {
      for (var server : value.split(",", -1)) {
        matching(server.strip(), "(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}");
      }
    }
  },
  /** Parts of the work. */
  ROLES("list", "one or more of connect, ingest, enrich and serve, joined by ','") {
    @Override
    void check(String value) {
      for (var role : value.split(",", -1)) {
        matching(role.strip(), "connect|ingest|enrich|serve");
      }
    }
  },
  /** Names out of a fixed set, which a rule knows. */
  NAMES("list", "names joined by ','") {
    @Override
    void check(String value) {
      matching(value, "([A-Za-z]+(\\s*,\\s*[A-Za-z]+)*)?");
    }
  },
  /** A name. */
  TEXT("text", "a text") {
    @Override
    void check(String value) {
      matching(value, "\\S(.*\\S)?");
    }
  },
  /** Yes or no. */
  BOOLEAN("boolean", "true or false") {
    @Override
    void check(String value) {
      matching(value, "true|false");
    }
  },
  /** A price or a sum. */
  AMOUNT("amount", "an amount of money such as 0.15, at least 0") {
    @Override
    void check(String value) {
      matching(value, "[0-9]{1,9}(\\.[0-9]{1,9})?");
    }
  },
  /** A secret that stands elsewhere. */
  REFERENCE("secret", "a reference: ${env:VARIABLE} or ${file:/path/to/file:key}") {
    @Override
    void check(String value) {
      matching(value, "\\$\\{env:[A-Za-z_][A-Za-z0-9_]*\\}|\\$\\{file:[^:}]+:[^:}]+\\}");
    }
  },
  /** Protocol of a language model. */
  PROVIDER("text", "openai, anthropic or ollama") {
    @Override
    void check(String value) {
      matching(value, "openai|anthropic|ollama");
    }
  },
  /** Web addresses of one service. */
  URLS("list", "an http or https URL, or several of them joined by ','") {
    @Override
    void check(String value) {
      for (var url : value.split(",", -1)) {
        var uri = URI.create(url.strip());
        matching(String.valueOf(uri.getScheme()), "https?");
        matching(String.valueOf(uri.getHost()), "(?!null$).+");
      }
    }
  };

  private final String label;
  private final String expected;

  ValueType(String label, String expected) {
    this.label = label;
    this.expected = expected;
  }

  /** One word for the table in the docs. */
  String label() {
    return label;
  }

  /** What a correct value is, for the message about a wrong one. */
  String expected() {
    return expected;
  }

  boolean accepts(String value) {
    try {
      check(value);
      return true;
    } catch (IllegalArgumentException notThisType) {
      // NumberFormatException and InvalidPathException are both of this kind
      return false;
    }
  }

  /**
   * Accepts or refuses a value.
   *
   * @throws IllegalArgumentException if the value is not of this type
   * @throws InvalidPathException if it cannot be a path
   */
  abstract void check(String value);

  private static void within(long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(value + " is not in " + from + ".." + to);
    }
  }

  private static void matching(String value, String pattern) {
    if (!Pattern.matches(pattern, value)) {
      throw new IllegalArgumentException(value + " does not match " + pattern);
    }
  }
}
