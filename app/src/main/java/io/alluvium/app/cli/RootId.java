package io.alluvium.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Name of a watched directory within the keys of its files: the same on every start, and another
 * for the same path on another machine. The first 16 hexadecimal characters of SHA-256(machine id,
 * NUL, real path).
 */
final class RootId {
  private static final List<Path> MACHINE_IDS =
      List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

  private RootId() {}

  static String of(Path realPath) {
    return of(machineId(), realPath);
  }

  static String of(String machineId, Path realPath) {
    var named = (machineId + "\0" + realPath).getBytes(StandardCharsets.UTF_8);
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(named);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String machineId() {
    for (var file : MACHINE_IDS) {
      try {
        var id = Files.readString(file).strip();
        if (!id.isEmpty()) {
          return id;
        }
      } catch (IOException notOnThisSystem) {
        // the next place, or the host's name
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException nameless) {
      return "localhost";
    }
  }
}
