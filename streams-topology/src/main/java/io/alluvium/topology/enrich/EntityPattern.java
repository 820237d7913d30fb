package io.alluvium.topology.enrich;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How one type of entity is written. Each finds its name in time that grows with the text. */
enum EntityPattern {
  /** An address of the web, without the full stop or bracket that follows it in a sentence. */
  URL("url", "(?<name>\\bhttps?://[^\\s<>\"'`|\\\\^{}\\[\\]]*[^\\s<>\"'`|\\\\^{}\\[\\].,;:!?()*])"),

  /** The repository that an address leads to. */
  REPOSITORY_PAGE(
      "repository",
      "\\bhttps?://(?:www\\.)?(?:github|gitlab|bitbucket|codeberg)\\.(?:com|org)/"
          + "(?!(?:orgs|users|settings|features|marketplace|apps|sponsors|search)/)"
          + "(?<name>[A-Za-z0-9][\\w.-]{0,99}/[A-Za-z0-9_][\\w-]{0,99}(?:\\.(?!git\\b)[\\w-]{1,99}){0,5})"),

  /** {@code owner/name#12}, or the address that git clones. */
  REPOSITORY(
      "repository",
      "(?<![\\w./@-])(?:git@[\\w.-]{1,99}:(?=[\\w.-]{1,99}/[\\w.-]{1,99}\\.git\\b)"
          + "|(?=[\\w.-]{1,99}/[\\w.-]{1,99}#\\d))"
          + "(?<name>[A-Za-z0-9][\\w.-]{0,98}/[\\w-]{1,99}(?:\\.(?!git\\b)[\\w-]{1,99}){0,5})"),

  /** A line that git and people put below a message. */
  TRAILER(
      "person",
      "(?m)^(?:Signed-off|Co-authored|Reviewed|Acked|Tested|Reported|Suggested|Helped)-by: "
          + "(?<name>[^<\\n]{1,80}[^<\\s])(?= ?<[^>\\n]{1,200}>)"),

  /** {@code @login}, or Slack's {@code <@U0123>}; no annotation, mail address or package. */
  MENTION(
      "person",
      "(?:(?<=<)|(?<![\\w.@/`-]))@(?<name>[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?)"
          + "(?![\\w@/(-]|\\.\\w)"),

  /** An IPv4 address; its numbers are checked, so that a version of four is none. */
  ADDRESS(
      "host",
      "(?<![\\w.-])(?<name>(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d))"
          + "(?=:\\d{1,5}\\b|/|[^\\w.-]|\\.?(?:\\s|$)|$)"),

  /** A name that ends in a domain of the highest level, or this machine; no package, no file. */
  HOST(
      "host",
      "(?<![\\w./@$-])(?!(?:java|javax|jakarta|com|org|io|net|dev|edu)\\.)"
          + "(?<name>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.){1,8}"
          + "(?:com|org|net|edu|gov|dev|io|ai|app|cloud|internal|local|lan|corp"
          + "|de|at|ch|fr|nl|uk|eu|se|no|fi|pl|es|it|us|ca|au|nz|jp|cn|in|br)"
          + "|localhost(?=:\\d))(?![\\w(-]|\\.\\w)"),

  /** {@code v1.2} or {@code 1.2.3}, with what follows of it; no date, no number with a fraction. */
  VERSION(
      "version",
      "(?<![\\w.#/-])(?<name>(?:[vV]\\d{1,5}(?:\\.\\d{1,8}){1,4}|(?!(?:19|20)\\d\\d\\.)\\d{1,5}(?:\\.\\d{1,8}){2,4})"
          + "(?:[-+.]?(?:[A-Za-z][A-Za-z0-9]{0,19}|(?<=[-+])\\d{1,8})(?:[.-][A-Za-z0-9]{1,20}){0,3})?)(?![\\w]|\\.\\d)");

  private final String type;
  private final Pattern pattern;

  EntityPattern(String type, String pattern) {
    this.type = type;
    this.pattern = Pattern.compile(pattern);
  }

  String type() {
    return type;
  }

  Stream<MatchResult> matches(String text) {
    return pattern.matcher(text).results();
  }
}
