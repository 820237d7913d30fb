package io.alluvium.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ports a node listens on. */
public final class Ports {
  private Ports() {}

  /** Each port that a node with this configuration needs, by the flag that changes it. */
  public static Map<String, Integer> needed(NodeConfig config) {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("--port", config.httpPort());
    if (config.bootstrapServers().isEmpty()) {
      ports.put("--kafka-port", config.kafkaPort());
    }
    if (config.connectUrl().isEmpty()) {
      ports.put("--connect-port", config.connectPort());
    }
    return ports;
  }

  /** True when nothing listens on this port of the loopback address. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Ports that are free now, each another one. */
  public static int[] free(int count) throws IOException {
    var sockets = new ServerSocket[count];
    var ports = new int[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ports[i] = sockets[i].getLocalPort();
    }
    for (var socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
