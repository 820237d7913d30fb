package io.alluvium.connectors.github;

import io.alluvium.connectors.SourceConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the GitHub source. Each key's text is also its entry in docs/connectors/github.md.
 */
final class GithubSourceConfig extends SourceConfig {
  static final String API_URL = "github.api.url";
  static final String TOKENS = "github.tokens";
  static final String APP_ID = "github.app.id";
  static final String APP_INSTALLATION = "github.app.installation.id";
  static final String APP_KEY = "github.app.private.key";
  static final String ORGANISATIONS = "github.organisations";
  static final String USERS = "github.users";
  static final String REPOSITORIES = "github.repositories";
  private static final String INCLUDE = "github.include";
  private static final String EXCLUDE = "github.exclude";
  private static final String ARCHIVED = "github.archived";
  private static final String FORKS = "github.forks";
  private static final String START = "github.start";
  private static final String STREAMS = "github.streams";
  private static final String POLL_MS = "github.poll.ms";
  private static final String LISTING_MS = "github.listing.ms";
  private static final String ABSENCE_CONFIRM_MS = "github.absence.confirm.ms";
  private static final String RUNS_LOOKBACK_DAYS = "github.runs.lookback.days";
  private static final String MIRROR_DIR = "github.mirror.dir";
  private static final String TIMEOUT_MS = "github.timeout.ms";

  static final ConfigDef DEFINITION = following(selection(access(scopedDefinition())));

  GithubSourceConfig(Map<String, String> settings) {
    super(DEFINITION, settings);
  }

  private static ConfigDef access(ConfigDef definition) {
    return definition
        .define(
            API_URL,
            Type.STRING,
            "https://api.github.com",
            ConfigDef.LambdaValidator.with(SettingRules::checkUrl, () -> "http(s) address"),
            Importance.MEDIUM,
            "Address of the REST API; https://<host>/api/v3 for GitHub Enterprise Server.")
        .define(
            TOKENS,
            Type.PASSWORD,
            "",
            Importance.HIGH,
            "Personal access tokens, separated by commas; used in turn as their limits allow."
                + " Without any only public repositories can be read, 60 requests an hour.")
        .define(
            APP_ID,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Id of a GitHub App to sign in as, instead of tokens.")
        .define(
            APP_INSTALLATION,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Id of the installation of the GitHub App.")
        .define(
            APP_KEY,
            Type.PASSWORD,
            "",
            Importance.MEDIUM,
            "Private key of the GitHub App, as PEM; best as a reference such as"
                + " ${file:/path:key}.")
        .define(
            TIMEOUT_MS,
            Type.LONG,
            30_000L,
            Range.between(100, 600_000),
            Importance.LOW,
            "Longest time in milliseconds for one request.");
  }

  private static ConfigDef selection(ConfigDef definition) {
    return definition
        .define(
            ORGANISATIONS,
            Type.LIST,
            "",
            Importance.HIGH,
            "Organisations whose repositories are read.")
        .define(USERS, Type.LIST, "", Importance.HIGH, "Users whose repositories are read.")
        .define(
            REPOSITORIES,
            Type.LIST,
            "",
            Importance.HIGH,
            "Repositories to read, as owner/name or numeric id. A renamed one is followed until"
                + " somebody takes its old name; by id, always.")
        .define(
            INCLUDE,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Patterns of repositories of organisations and users to read, such as acme/web-*;"
                + " empty = all.")
        .define(
            EXCLUDE,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Patterns of repositories of organisations and users to leave out.")
        .define(
            ARCHIVED,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether to read archived repositories of organisations and users.")
        .define(
            FORKS,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether to read forks of organisations and users.");
  }

  private static ConfigDef following(ConfigDef definition) {
    return definition
        .define(
            START,
            Type.STRING,
            "",
            ConfigDef.LambdaValidator.with(SettingRules::checkStart, () -> "date or time"),
            Importance.MEDIUM,
            "Day (2026-01-31) or time (2026-01-31T08:00:00Z) from which on things are read by"
                + " their last change; empty = everything. Commits are always read whole.")
        .define(
            STREAMS,
            Type.LIST,
            StreamKind.all(),
            ConfigDef.LambdaValidator.with(SettingRules::checkStreams, () -> "streams"),
            Importance.MEDIUM,
            "What to read: " + StreamKind.all().replace(",", ", ") + ".")
        .define(
            POLL_MS,
            Type.LONG,
            60_000L,
            Range.atLeast(10),
            Importance.MEDIUM,
            "Shortest time in milliseconds between two looks at one kind of thing in a repository;"
                + " where nothing happens it grows up to ten times that.")
        .define(
            LISTING_MS,
            Type.LONG,
            Duration.ofDays(7).toMillis(),
            Range.atLeast(10),
            Importance.MEDIUM,
            "Time in milliseconds between two complete listings, which find what was deleted.")
        .define(
            ABSENCE_CONFIRM_MS,
            Type.LONG,
            Duration.ofHours(1).toMillis(),
            Range.atLeast(0),
            Importance.LOW,
            "Time in milliseconds after which a second complete listing confirms that more than a"
                + " fifth of the known things is gone.")
        .define(
            RUNS_LOOKBACK_DAYS,
            Type.INT,
            30,
            Range.between(1, 400),
            Importance.LOW,
            "Days for which workflow runs are looked at again, for they change when run again.")
        .define(
            MIRROR_DIR,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Directory for bare mirrors of the repositories, from which commits are read; by"
                + " default .alluvium/mirrors in the home directory. Needs as much room as the"
                + " repositories; may be deleted while the source is stopped.");
  }

  URI apiUrl() {
    var url = getString(API_URL);
    return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  /** Tokens in the order given. */
  List<String> tokens() {
    return Stream.of(getPassword(TOKENS).value().split(","))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .toList();
  }

  /** The GitHub App to sign in as, if one is given in full. */
  Optional<AppKey> app() {
    var key = getPassword(APP_KEY).value();
    var id = getString(APP_ID);
    return id.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new AppKey(id, getString(APP_INSTALLATION), key));
  }

  List<String> organisations() {
    return getList(ORGANISATIONS);
  }

  List<String> users() {
    return getList(USERS);
  }

  List<String> repositories() {
    return getList(REPOSITORIES);
  }

  NamePatterns patterns() {
    return new NamePatterns(getList(INCLUDE), getList(EXCLUDE));
  }

  boolean archived() {
    return getBoolean(ARCHIVED);
  }

  boolean forks() {
    return getBoolean(FORKS);
  }

  /** From when on things are read; empty for everything. */
  Optional<Instant> start() {
    return SettingRules.start(getString(START));
  }

  Set<StreamKind> streams() {
    var kinds = EnumSet.noneOf(StreamKind.class);
    getList(STREAMS).forEach(id -> kinds.add(StreamKind.of(id)));
    return kinds;
  }

  /** How often things are looked at. */
  Intervals intervals() {
    return new Intervals(
        Duration.ofMillis(getLong(POLL_MS)),
        Duration.ofMillis(getLong(LISTING_MS)),
        Duration.ofMillis(getLong(ABSENCE_CONFIRM_MS)));
  }

  Duration runsLookback() {
    return Duration.ofDays(getInt(RUNS_LOOKBACK_DAYS));
  }

  /** Directory of this source's mirrors. */
  Path mirrors() {
    var given = getString(MIRROR_DIR);
    var root =
        given.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".alluvium", "mirrors")
            : Path.of(given);
    return root.resolve(source().replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  Duration timeout() {
    return Duration.ofMillis(getLong(TIMEOUT_MS));
  }
}
