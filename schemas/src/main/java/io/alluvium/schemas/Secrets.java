package io.alluvium.schemas;

import static io.alluvium.schemas.SecretToken.Rule.AT_LEAST;
import static io.alluvium.schemas.SecretToken.Rule.AT_LEAST_WITH_NUMBER;
import static io.alluvium.schemas.SecretToken.Rule.EXACTLY;
import static io.alluvium.schemas.SecretToken.tokens;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes secrets of known formats out of one text, in one pass.
 *
 * <p>Each format starts from a literal that text rarely holds. The pass looks at every two
 * characters, and where these fit at the one before, whether a literal could end there; nearly
 * always none does, so that ordinary text costs one table look-up per character and little else.
 */
final class Secrets {
  private static final CharSet ALNUM = new CharSet("a-zA-Z0-9");
  private static final CharSet NAME = new CharSet("a-zA-Z0-9_-");
  private static final CharSet DOTTED = new CharSet("a-zA-Z0-9_.-");
  private static final CharSet UPPER = new CharSet("A-Z0-9");
  private static final CharSet PATH = new CharSet("a-zA-Z0-9/_-");

  private static final List<SecretFormat> FORMATS =
      Stream.of(
              tokens("github-token", "ghp_ gho_ ghu_ ghr_", CharSet.WORD, 36, AT_LEAST),
              // An installation's token may be a JSON web token after its prefix.
              tokens("github-token", "ghs_", DOTTED, 36, AT_LEAST),
              tokens("github-token", "github_pat_", CharSet.WORD, 50, AT_LEAST),
              tokens("aws-access-key-id", "AKIA ASIA", UPPER, 16, EXACTLY),
              AwsSecretKey.formats(),
              // Every real one has numbers in it; the placeholders of manuals have none.
              tokens(
                  "slack-token",
                  "xoxa- xoxb- xoxc- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe.xoxb- xoxe.xoxp- xapp-",
                  NAME,
                  10,
                  AT_LEAST_WITH_NUMBER),
              tokens(
                  "slack-webhook",
                  "hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/",
                  PATH,
                  20,
                  AT_LEAST),
              List.<SecretFormat>of(new PrivateKeyBlock()),
              List.<SecretFormat>of(new JsonWebToken()),
              tokens("google-api-key", "AIza", NAME, 35, EXACTLY),
              tokens("stripe-key", "sk_live_ rk_live_", ALNUM, 16, AT_LEAST),
              tokens("npm-token", "npm_", ALNUM, 36, EXACTLY),
              tokens("gitlab-token", "glpat-", DOTTED, 20, AT_LEAST),
              List.<SecretFormat>of(new UrlPassword()))
          .flatMap(List::stream)
          .toList();

  private static final int ASCII = 128;

  /** Formats by the last two characters of their literal. */
  private static final SecretFormat[][] BY_ENDING = byEnding();

  /** Whether there are any, by the same index: small enough to stay in the first cache. */
  private static final boolean[] IS_ENDING = isEnding();

  /** What stands before these two in one of the literals, by the same index. */
  private static final boolean[][] BEFORE = before();

  private final String text;
  private final StringBuilder redacted = new StringBuilder();
  private final List<String> found = new ArrayList<>();
  private int copied;

  private Secrets(String text) {
    this.text = text;
  }

  /** Names of all formats. */
  static List<String> formats() {
    return FORMATS.stream().map(SecretFormat::name).distinct().toList();
  }

  static TextRules.Redacted redact(String text) {
    var secrets = new Secrets(text);
    secrets.pass();
    return secrets.found.isEmpty()
        ? new TextRules.Redacted(text, List.of())
        : new TextRules.Redacted(
            secrets.redacted.append(text, secrets.copied, text.length()).toString(), secrets.found);
  }

  private void pass() {
    int i = 1;
    while (i < text.length()) {
      int pair = pair(text.charAt(i - 1), text.charAt(i));
      if (pair >= 0 && IS_ENDING[pair] && mayEnd(pair, i - 2)) {
        // Goes on behind what it took out, so that two never overlap.
        i = Math.max(i, takeOut(BY_ENDING[pair], i + 1));
      }
      i++;
    }
  }

  private boolean mayEnd(int pair, int before) {
    return before >= 0 && text.charAt(before) < ASCII && BEFORE[pair][text.charAt(before)];
  }

  /** Where the secret ends that one of the formats finds with its literal ending here, or 0. */
  private int takeOut(SecretFormat[] formats, int literalEnd) {
    for (var format : formats) {
      int at = literalEnd - format.literal().length();
      if (at >= copied && text.startsWith(format.literal(), at)) {
        long match = format.match(text, at);
        if (match != SecretFormat.NONE) {
          redacted.append(text, copied, SecretFormat.start(match));
          redacted.append("[redacted:").append(format.name()).append(']');
          found.add(format.name());
          copied = SecretFormat.end(match);
          return copied;
        }
      }
    }
    return 0;
  }

  private static int pair(char first, char second) {
    return (first | second) < ASCII ? first * ASCII + second : -1;
  }

  private static int ending(SecretFormat format) {
    var literal = format.literal();
    int last = literal.length() - 1;
    return pair(literal.charAt(last - 1), literal.charAt(last));
  }

  private static SecretFormat[][] byEnding() {
    var table = new SecretFormat[ASCII * ASCII][];
    FORMATS.stream()
        // Where one literal ends with another (xoxe.xoxb-, xoxb-), the longer is tried first.
        .sorted(comparingInt((SecretFormat format) -> format.literal().length()).reversed())
        .collect(Collectors.groupingBy(Secrets::ending))
        .forEach((pair, formats) -> table[pair] = formats.toArray(new SecretFormat[0]));
    return table;
  }

  private static boolean[] isEnding() {
    var table = new boolean[BY_ENDING.length];
    FORMATS.forEach(format -> table[ending(format)] = true);
    return table;
  }

  private static boolean[][] before() {
    var table = new boolean[BY_ENDING.length][];
    for (var format : FORMATS) {
      int pair = ending(format);
      if (table[pair] == null) {
        table[pair] = new boolean[ASCII];
      }
      table[pair][format.literal().charAt(format.literal().length() - 3)] = true;
    }
    return table;
  }
}
