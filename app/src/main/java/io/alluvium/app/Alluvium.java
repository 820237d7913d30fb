package io.alluvium.app;

import io.alluvium.app.cli.Commands;

/** The program: {@code alluvium <command>}. */
public final class Alluvium {
  private Alluvium() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Commands.run(arguments));
  }
}
