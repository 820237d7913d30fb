package io.alluvium.connectors.slack;

/**
 * A channel as it is shared out to a task: its id and who may read it. Not its name, so that a
 * rename changes nothing.
 *
 * @param open whether everybody in the workspace may read it
 */
record ChannelScope(String id, boolean open) {
  private static final String OPEN = " public";
  private static final String CLOSED = " private";

  static ChannelScope of(Channel channel) {
    return new ChannelScope(channel.id(), channel.open());
  }

  static ChannelScope decode(String line) {
    return line.endsWith(OPEN)
        ? new ChannelScope(line.substring(0, line.length() - OPEN.length()), true)
        : new ChannelScope(line.substring(0, line.length() - CLOSED.length()), false);
  }

  String encode() {
    return id + (open ? OPEN : CLOSED);
  }
}
