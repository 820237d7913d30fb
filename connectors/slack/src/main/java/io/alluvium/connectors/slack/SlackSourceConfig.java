package io.alluvium.connectors.slack;

import io.alluvium.connectors.SourceConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Settings of the Slack source; declared in {@link SlackSettings}. */
final class SlackSourceConfig extends SourceConfig {
  SlackSourceConfig(Map<String, String> settings) {
    super(SlackSettings.DEFINITION, settings);
  }

  String token() {
    return getPassword(SlackSettings.TOKEN).value();
  }

  /** The app-level token; without one there is no socket. */
  Optional<String> appToken() {
    return Optional.ofNullable(getPassword(SlackSettings.APP_TOKEN))
        .map(Password::value)
        .filter(token -> !token.isBlank());
  }

  /** Where the Web API is; ends with '/'. */
  URI api() {
    var url = getString(SlackSettings.API_URL);
    return URI.create(url.endsWith("/") ? url : url + "/");
  }

  ChannelChoice choice() {
    return new ChannelChoice(
        getList(SlackSettings.INCLUDE),
        getList(SlackSettings.EXCLUDE),
        getBoolean(SlackSettings.PRIVATE),
        getBoolean(SlackSettings.DIRECT),
        getBoolean(SlackSettings.ARCHIVED));
  }

  boolean join() {
    return getBoolean(SlackSettings.JOIN);
  }

  /** ts of the first message wanted, in microseconds; 0 = the beginning. */
  long start() {
    return start(getString(SlackSettings.START));
  }

  private static long start(String text) {
    if (text.isBlank()) {
      return 0;
    }
    var instant =
        text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Ts.of(instant);
  }

  static void checkStart(String key, Object value) {
    try {
      start((String) value);
    } catch (DateTimeParseException e) {
      throw new ConfigException(
          key, value, "not a date such as 2026-01-31 or 2026-01-31T08:00:00Z: " + e.getMessage());
    }
  }

  static void checkUrl(String key, Object value) {
    var scheme = URI.create((String) value).getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new ConfigException(key, value, "not an http or https address");
    }
  }

  Duration window() {
    return Duration.ofDays(getInt(SlackSettings.WINDOW_DAYS));
  }

  /**
   * Time between two walks of a channel.
   *
   * @param told whether a socket tells what happens
   */
  Duration walkEvery(boolean told) {
    return Duration.ofMillis(getLong(told ? SlackSettings.REWALK_MS : SlackSettings.POLL_MS));
  }

  Duration sweepEvery() {
    return Duration.ofMillis(getLong(SlackSettings.SWEEP_MS));
  }

  Duration absenceConfirm() {
    return Duration.ofMillis(getLong(SlackSettings.ABSENCE_CONFIRM_MS));
  }

  Set<String> excludedSubtypes() {
    return Set.copyOf(getList(SlackSettings.SUBTYPES));
  }

  int sockets() {
    return getInt(SlackSettings.SOCKETS);
  }

  int pageSize() {
    return getInt(SlackSettings.PAGE_SIZE);
  }

  static ConfigDef.Validator checkedBy(BiConsumer<String, Object> check, String what) {
    return ConfigDef.LambdaValidator.with(check, () -> what);
  }

  /** Types of conversations to list, as Slack names them. */
  String types() {
    var types = new StringBuilder("public_channel");
    if (getBoolean(SlackSettings.PRIVATE)) {
      types.append(",private_channel");
    }
    if (getBoolean(SlackSettings.DIRECT)) {
      types.append(",im,mpim");
    }
    return types.toString();
  }

  /** Scopes that a token needs for this. */
  List<String> neededScopes() {
    var needed = new ArrayList<>(List.of("channels:read", "channels:history"));
    if (getBoolean(SlackSettings.PRIVATE)) {
      needed.addAll(List.of("groups:read", "groups:history"));
    }
    if (getBoolean(SlackSettings.DIRECT)) {
      needed.addAll(List.of("im:read", "im:history", "mpim:read", "mpim:history"));
    }
    if (join()) {
      needed.add("channels:join");
    }
    return List.copyOf(needed);
  }
}
