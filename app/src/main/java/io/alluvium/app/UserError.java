package io.alluvium.app;

import java.util.regex.Pattern;

/**
 * Something a user can put right: told in one line, without a stack trace, and the program ends
 * with a code other than 0.
 *
 * <p>The line is {@code <message> <remedy> [<code>]}. The message says what is wrong and names the
 * value, the remedy says what to do; both are whole sentences. The code never changes between
 * versions, so that scripts and docs can refer to it.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern BREAKS = Pattern.compile("\\s*[\\r\\n]+\\s*");

  private final String code;
  private final String remedy;

  /**
   * An error without an underlying exception.
   *
   * @param code stable name in upper case with underscores, such as {@code PORT_TAKEN}
   * @param message what is wrong, with the value, as a sentence
   * @param remedy what the user can do, as a sentence
   */
  public UserError(String code, String message, String remedy) {
    super(oneLine(message));
    this.code = checked(code);
    this.remedy = oneLine(remedy);
  }

  /**
   * An error with the exception that caused it; the cause goes to the log, never to the user.
   *
   * @param code stable name in upper case with underscores
   * @param message what is wrong, with the value, as a sentence
   * @param remedy what the user can do, as a sentence
   * @param cause what was caught
   */
  public UserError(String code, String message, String remedy, Throwable cause) {
    super(oneLine(message), cause);
    this.code = checked(code);
    this.remedy = oneLine(remedy);
  }

  /** Stable name of this error. */
  public String code() {
    return code;
  }

  /** What is wrong; never null, because every constructor asks for it. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** What the user can do about it. */
  public String remedy() {
    return remedy;
  }

  /** The one line a user sees. */
  public String line() {
    return message() + " " + remedy + " [" + code + "]";
  }

  private static String checked(String code) {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("Error code must be UPPER_CASE, was '" + code + "'");
    }
    return code;
  }

  private static String oneLine(String text) {
    return BREAKS.matcher(text.strip()).replaceAll(" ");
  }
}
