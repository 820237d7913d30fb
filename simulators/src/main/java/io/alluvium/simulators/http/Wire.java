package io.alluvium.simulators.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Breaks connections the way networks do, which no HTTP server offers by itself. */
public final class Wire {
  private Wire() {}

  /** Resets the connection: the client sees no orderly end. */
  public static void reset(HttpServletRequest request) {
    EndPoint endPoint =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
      } catch (IOException alreadyClosed) {
        // The client was faster; there is nothing left to break.
      }
    }
    endPoint.close();
  }

  /** Promises the whole body, sends a part of it, and ends the connection. */
  public static void truncate(
      HttpServletRequest request, HttpServletResponse response, byte[] body, int percent)
      throws IOException {
    response.setContentLength(Math.max(body.length, 1));
    var out = response.getOutputStream();
    out.write(Arrays.copyOf(body, (int) ((long) body.length * percent / 100)));
    out.flush();
    response.flushBuffer();
    EndPoint endPoint =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    endPoint.close();
  }
}
