package io.alluvium.connectors.github;

import java.util.List;
import java.util.regex.Pattern;

/** Which repositories of an organisation or a user are meant, by name. */
final class NamePatterns {
  private final List<Pattern> include;
  private final List<Pattern> exclude;

  /**
   * @param include patterns such as {@code acme/web-*}; empty = all
   * @param exclude patterns of what is left out all the same
   */
  NamePatterns(List<String> include, List<String> exclude) {
    this.include = include.stream().map(NamePatterns::compile).toList();
    this.exclude = exclude.stream().map(NamePatterns::compile).toList();
  }

  // GitHub tells names apart without regard to case. A pattern without '/' means the name alone.
  private static Pattern compile(String pattern) {
    var whole = pattern.contains("/") ? pattern : "*/" + pattern;
    var regex = new StringBuilder();
    for (var part : whole.split("(?<=[*?])|(?=[*?])")) {
      regex.append(part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }

  boolean match(String fullName) {
    return (include.isEmpty() || matchesOne(include, fullName)) && !matchesOne(exclude, fullName);
  }

  private static boolean matchesOne(List<Pattern> patterns, String fullName) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(fullName).matches());
  }
}
