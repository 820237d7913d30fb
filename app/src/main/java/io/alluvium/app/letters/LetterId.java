package io.alluvium.app.letters;

import io.alluvium.app.UserError;
import java.util.regex.Pattern;

/**
 * Which dead letter: where it lies on its topic, for as long as it is kept.
 *
 * @param partition partition of {@code dead-letters}
 * @param offset offset in it
 */
public record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})-([0-9]{1,18})");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws UserError LETTER_ID if it is none
   */
  public static LetterId parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new UserError(
          "LETTER_ID",
          "'" + text + "' names no dead letter.",
          "Write it as 'alluvium dead-letters list' does, such as 3-1042.");
    }
    return new LetterId(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
  }

  @Override
  public String toString() {
    return partition + "-" + offset;
  }
}
