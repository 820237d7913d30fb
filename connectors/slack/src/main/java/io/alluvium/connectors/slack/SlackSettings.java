package io.alluvium.connectors.slack;

import io.alluvium.connectors.SourceConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The settings of the Slack source. Each one's text is also its entry in docs/connectors/slack.md.
 */
final class SlackSettings {
  static final String TOKEN = "slack.token";
  static final String APP_TOKEN = "slack.app.token";
  static final String API_URL = "slack.api.url";
  static final String INCLUDE = "slack.channels.include";
  static final String EXCLUDE = "slack.channels.exclude";
  static final String PRIVATE = "slack.channels.private";
  static final String DIRECT = "slack.channels.direct";
  static final String ARCHIVED = "slack.channels.archived";
  static final String JOIN = "slack.channels.join";
  static final String START = "slack.start";
  static final String WINDOW_DAYS = "slack.window.days";
  static final String REWALK_MS = "slack.rewalk.ms";
  static final String POLL_MS = "slack.poll.ms";
  static final String SWEEP_MS = "slack.sweep.ms";
  static final String ABSENCE_CONFIRM_MS = "slack.absence.confirm.ms";
  static final String SUBTYPES = "slack.subtypes.exclude";
  static final String SOCKETS = "slack.sockets";
  static final String PAGE_SIZE = "slack.page.size";

  static final ConfigDef DEFINITION = times(channels(access(SourceConfig.scopedDefinition())));

  private SlackSettings() {}

  private static ConfigDef access(ConfigDef definition) {
    return definition
        .define(
            TOKEN,
            Type.PASSWORD,
            ConfigDef.NO_DEFAULT_VALUE,
            Importance.HIGH,
            "Bot token (xoxb-) of an app of your own workspace, or a user token (xoxp-).")
        .define(
            APP_TOKEN,
            Type.PASSWORD,
            null,
            Importance.HIGH,
            "App-level token (xapp-) with connections:write. With it messages arrive over Socket"
                + " Mode at once; without it channels are read again and again.")
        .define(
            API_URL,
            Type.STRING,
            "https://slack.com/api/",
            SlackSourceConfig.checkedBy(SlackSourceConfig::checkUrl, "http or https address"),
            Importance.LOW,
            "Address of the Web API: another one for GovSlack or a simulator.")
        .define(
            SOCKETS,
            Type.INT,
            2,
            Range.between(1, 10),
            Importance.LOW,
            "Socket Mode connections to hold open, so that one can be replaced while another"
                + " listens. Slack allows an app ten in all.")
        .define(
            PAGE_SIZE,
            Type.INT,
            999,
            Range.between(1, 999),
            Importance.LOW,
            "Messages to ask for in one call. Slack gives 999 at most, and 15 to some apps.");
  }

  private static ConfigDef channels(ConfigDef definition) {
    return definition
        .define(
            INCLUDE,
            Type.LIST,
            "",
            Importance.HIGH,
            "Channels to follow, by name without '#' or by id; * and ? are wildcards. Empty = all"
                + " that the app is a member of.")
        .define(
            EXCLUDE,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Channels to leave out, named in the same way.")
        .define(
            PRIVATE,
            Type.BOOLEAN,
            false,
            Importance.HIGH,
            "Whether to follow private channels too. What they hold is published as private.")
        .define(
            DIRECT,
            Type.BOOLEAN,
            false,
            Importance.HIGH,
            "Whether to follow direct messages too. What they hold is published as private.")
        .define(
            ARCHIVED,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether to read archived channels too.")
        .define(
            JOIN,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether the app may join the public channels that slack.channels.include names; all"
                + " members see that it does.")
        .define(
            SUBTYPES,
            Type.LIST,
            "channel_join,channel_leave,group_join,group_leave",
            Importance.LOW,
            "Subtypes of messages that are not published.");
  }

  private static ConfigDef times(ConfigDef definition) {
    return definition
        .define(
            START,
            Type.STRING,
            "",
            SlackSourceConfig.checkedBy(SlackSourceConfig::checkStart, "date or empty"),
            Importance.MEDIUM,
            "Date (2026-01-31) or time (2026-01-31T08:00:00Z) of the first message to publish;"
                + " empty = all.")
        .define(
            WINDOW_DAYS,
            Type.INT,
            7,
            Range.between(1, 365),
            Importance.MEDIUM,
            "Days back from now within which edits, reactions and deletions are looked for, also"
                + " where no event told of them. About 150 bytes of memory per message.")
        .define(
            REWALK_MS,
            Type.LONG,
            300_000L,
            Range.atLeast(100),
            Importance.LOW,
            "Time in milliseconds between two readings of the window where Socket Mode is used.")
        .define(
            POLL_MS,
            Type.LONG,
            30_000L,
            Range.atLeast(100),
            Importance.MEDIUM,
            "Time in milliseconds between two readings of the window without Socket Mode: how late a"
                + " message may be.")
        .define(
            SWEEP_MS,
            Type.LONG,
            86_400_000L,
            Range.atLeast(100),
            Importance.LOW,
            "Time in milliseconds between two listings of all parents of a channel, which find late"
                + " replies in threads older than the window. Where it takes few calls it is done at"
                + " every reading.")
        .define(
            ABSENCE_CONFIRM_MS,
            Type.LONG,
            3_000L,
            Range.atLeast(0),
            Importance.LOW,
            "Time in milliseconds after which a second reading confirms that more than a fifth of"
                + " the known messages is gone.");
  }
}
