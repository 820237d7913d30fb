package io.alluvium.app.doctor;

/**
 * What a check saw.
 *
 * @param check short name of what was looked at
 * @param level how bad it is
 * @param message what was seen, with the value
 * @param remedy what to do; empty when nothing needs to be done
 */
public record Finding(String check, Level level, String message, String remedy) {
  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Works, but may not for long or not well. */
    WARN,
    /** A node cannot work like this. */
    FAIL;

    /** As it is printed. */
    public String label() {
      return switch (this) {
        case OK -> "ok";
        case WARN -> "warn";
        case FAIL -> "fail";
      };
    }
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Level.OK, message, "");
  }

  static Finding warn(String check, String message, String remedy) {
    return new Finding(check, Level.WARN, message, remedy);
  }

  static Finding fail(String check, String message, String remedy) {
    return new Finding(check, Level.FAIL, message, remedy);
  }
}
