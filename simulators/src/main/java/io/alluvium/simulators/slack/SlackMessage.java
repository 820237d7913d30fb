package io.alluvium.simulators.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message as the workspace holds it. Times are microseconds since 1970.
 *
 * @param ts its name within the channel
 * @param thread ts of the parent it answers; 0 for a message that answers none
 * @param user who wrote it
 * @param text text with mentions as {@code <@U…>}
 * @param edited when it was last edited; 0 = never
 * @param files ids and names of attached files, in order
 * @param reactions emoji to the users who gave it
 * @param subtype empty for an ordinary message
 */
public record SlackMessage(
    long ts,
    long thread,
    String user,
    String text,
    long edited,
    List<String> files,
    Map<String, List<String>> reactions,
    String subtype) {
  /** Subtype of a reply that is shown in the channel too. */
  public static final String BROADCAST = "thread_broadcast";

  static final String TOMBSTONE = "tombstone";

  public SlackMessage {
    files = List.copyOf(files);
    reactions = Map.copyOf(reactions);
  }

  static SlackMessage plain(long ts, long thread, String user, String text) {
    return new SlackMessage(ts, thread, user, text, 0, List.of(), Map.of(), "");
  }

  /** The ts as Slack writes it. */
  public String name() {
    return Ts.text(ts);
  }

  SlackMessage withSubtype(String other) {
    return new SlackMessage(ts, thread, user, text, edited, files, reactions, other);
  }

  SlackMessage withFiles(List<String> names) {
    return new SlackMessage(ts, thread, user, text, edited, names, reactions, subtype);
  }

  SlackMessage edited(String newText, long at) {
    return new SlackMessage(ts, thread, user, newText, at, files, reactions, subtype);
  }

  SlackMessage reacted(String emoji, String by) {
    var all = new TreeMap<>(reactions);
    var users = new ArrayList<>(all.getOrDefault(emoji, List.of()));
    if (!users.remove(by)) {
      users.add(by);
    }
    if (users.isEmpty()) {
      all.remove(emoji);
    } else {
      all.put(emoji, List.copyOf(users));
    }
    return new SlackMessage(ts, thread, user, text, edited, files, all, subtype);
  }

  /** What Slack leaves of a deleted message that has replies. */
  SlackMessage tombstone() {
    return new SlackMessage(
        ts, thread, "USLACKBOT", "This message was deleted.", 0, List.of(), Map.of(), TOMBSTONE);
  }

  boolean isTombstone() {
    return subtype.equals(TOMBSTONE);
  }
}
