package io.alluvium.app.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for what a test starts. Below those that the system gives to outgoing connections, and each
 * once, from a place of this JVM's own: nobody takes one between this look and its use.
 */
final class FreePort {
  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;

  /** A prime spreads neighbouring process ids over the range. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7_919 % COUNT));

  private FreePort() {}

  static int next() {
    while (true) {
      var port = FIRST + NEXT.getAndUpdate(last -> (last + 1) % COUNT);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
