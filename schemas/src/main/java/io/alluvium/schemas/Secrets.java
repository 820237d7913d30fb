package io.alluvium.schemas;

import static io.alluvium.schemas.SecretToken.Rule.AT_LEAST;
import static io.alluvium.schemas.SecretToken.Rule.AT_LEAST_WITH_NUMBER;
import static io.alluvium.schemas.SecretToken.Rule.EXACTLY;
import static io.alluvium.schemas.SecretToken.tokens;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds secrets of known formats. Each format starts from a literal that text rarely holds, so that
 * ordinary text costs one {@link String#indexOf(String, int)} per literal and nothing else.
 */
final class Secrets {
  /** Where one secret stands. */
  private record Span(int start, int end, String format) {}

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

  private Secrets() {}

  /** Names of all formats. */
  static List<String> formats() {
    return FORMATS.stream().map(SecretFormat::name).distinct().toList();
  }

  static TextRules.Redacted redact(String text) {
    var spans = new ArrayList<Span>(0);
    for (var format : FORMATS) {
      find(format, text, spans);
    }
    return spans.isEmpty() ? new TextRules.Redacted(text, List.of()) : replace(text, spans);
  }

  private static void find(SecretFormat format, String text, List<Span> spans) {
    var literal = format.literal();
    int at = text.indexOf(literal);
    while (at >= 0) {
      long match = format.match(text, at);
      int end = SecretFormat.end(match);
      if (end > at) {
        spans.add(new Span(SecretFormat.start(match), end, format.name()));
      }
      at = text.indexOf(literal, Math.max(end, at + literal.length()));
    }
  }

  private static TextRules.Redacted replace(String text, List<Span> spans) {
    // Of two that overlap the one that starts first stays, and takes in what the other has more.
    spans.sort(Comparator.comparingInt(Span::start));
    var redacted = new StringBuilder(text.length());
    var formats = new ArrayList<String>(spans.size());
    int copied = 0;
    for (var span : spans) {
      if (span.start() >= copied) {
        redacted.append(text, copied, span.start());
        redacted.append("[redacted:").append(span.format()).append(']');
        formats.add(span.format());
      }
      copied = Math.max(copied, span.end());
    }
    redacted.append(text, copied, text.length());
    return new TextRules.Redacted(redacted.toString(), formats);
  }
}
