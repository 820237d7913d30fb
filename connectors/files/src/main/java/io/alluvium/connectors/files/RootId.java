package io.alluvium.connectors.files;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Name of a watched directory in entity keys: the same over restarts, another on each machine. */
public final class RootId {
  private static final int LENGTH = 16;
  private static final List<Path> MACHINE_ID =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

  private RootId() {}

  /** The id of a directory, given by its real path. */
  public static String of(Path realPath) {
    var name = machineId() + "\u0000" + realPath;
    var digest = Digests.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, LENGTH);
  }

  private static String machineId() {
    for (var file : MACHINE_ID) {
      try {
        var id = Files.readString(file).strip();
        if (!id.isEmpty()) {
          return id;
        }
      } catch (IOException e) {
        // Not on every system; the next one, or the host name, stands in.
        continue;
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
