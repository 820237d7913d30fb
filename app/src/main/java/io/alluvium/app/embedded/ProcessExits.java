package io.alluvium.app.embedded;

import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kafka's parts from ending this JVM on their own. The broker halts the process on a fatal
 * fault (a full disk is one) and the Connect worker exits when it cannot start; in one process with
 * everything else both would be a death without a word.
 */
public final class ProcessExits {
  private ProcessExits() {}

  /**
   * From now on, an exit or halt that Kafka asks for is told to {@code listener} instead, on the
   * thread that asked. The newest listener replaces the one before it.
   */
  public static void redirectTo(Consumer<String> listener) {
    Exit.setExitProcedure((status, message) -> listener.accept(told("exit", status, message)));
    Exit.setHaltProcedure((status, message) -> listener.accept(told("halt", status, message)));
    // The worker's own hook would stop it while we are still stopping what comes before it.
    Exit.setShutdownHookAdder((name, hook) -> {});
  }

  private static String told(String what, int status, @Nullable String message) {
    return message == null ? "Kafka asked to " + what + " with " + status : message;
  }
}
