package io.alluvium.app.node;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a port is free before anything starts, so that nothing is left half-started. */
final class LoopbackPort {
  private LoopbackPort() {}

  /**
   * @throws UserError PORT_TAKEN if another program listens there
   */
  static void requireFree(int port, String what, String remedy) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UserError(
          "PORT_TAKEN",
          "Port " + port + " of " + what + " is taken by another program.",
          "Stop that program, or choose another port by " + remedy + ".",
          e);
    }
  }
}
