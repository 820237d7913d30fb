package io.alluvium.connectors.slack;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which channels a source follows. */
final class ChannelChoice {
  private final List<Pattern> include;
  private final List<Pattern> exclude;
  private final boolean closed;
  private final boolean direct;
  private final boolean archived;

  /**
   * @param include patterns of names or ids; empty = every channel the app is in
   * @param closed whether private channels count
   * @param direct whether direct messages count
   */
  ChannelChoice(
      List<String> include,
      List<String> exclude,
      boolean closed,
      boolean direct,
      boolean archived) {
    this.include = include.stream().map(ChannelChoice::pattern).toList();
    this.exclude = exclude.stream().map(ChannelChoice::pattern).toList();
    this.closed = closed;
    this.direct = direct;
    this.archived = archived;
  }

  /** Whether channels are named, rather than those taken that the app is in. */
  boolean names() {
    return !include.isEmpty();
  }

  boolean takes(Channel channel) {
    if (!isWantedKind(channel) || matches(exclude, channel)) {
      return false;
    }
    // What was named is followed, or told to be missing; else a channel is chosen by inviting us.
    return include.isEmpty() ? channel.member() : matches(include, channel);
  }

  private boolean isWantedKind(Channel channel) {
    boolean wanted = channel.open() || (channel.direct() ? direct : closed);
    return wanted && (archived || !channel.archived());
  }

  private static boolean matches(List<Pattern> patterns, Channel channel) {
    return patterns.stream()
        .anyMatch(pattern ->
            pattern.matcher(channel.name()).matches() || pattern.matcher(channel.id()).matches());
  }

  private static Pattern pattern(String glob) {
    var name = glob.startsWith("#") ? glob.substring(1) : glob;
    return Pattern.compile(
        name.chars().mapToObj(ChannelChoice::expression).collect(Collectors.joining()));
  }

  private static String expression(int character) {
    return switch (character) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(character));
    };
  }
}
