package io.alluvium.connectors.slack;

/**
 * A channel as it is shared out to a task. Its name is no part of it, so that a rename changes
 * nothing.
 *
 * @param open whether everybody in the workspace may read it
 * @param selected number of channels that all tasks of the source read together
 */
record ChannelScope(String id, boolean open, int selected) {
  private static final String OPEN = "public";
  private static final String CLOSED = "private";

  static ChannelScope of(Channel channel, int selected) {
    return new ChannelScope(channel.id(), channel.open(), selected);
  }

  static ChannelScope decode(String line) {
    var parts = line.split(" ", -1);
    return new ChannelScope(parts[0], parts[1].equals(OPEN), Integer.parseInt(parts[2]));
  }

  String encode() {
    return id + " " + (open ? OPEN : CLOSED) + " " + selected;
  }
}
