package io.alluvium.app.config;

import java.util.Locale;
import java.util.Set;

/**
 * Where something listens.
 *
 * @param host name or address, an IPv6 one in brackets
 */
public record HostPort(String host, int port) {
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Reads host:port. */
  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    return new HostPort(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1).strip()));
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
