package io.alluvium.app.letters;

import io.alluvium.app.UserError;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.FailureReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which dead letters somebody asks for.
 *
 * @param since not older than this
 * @param source of this source, as far as that could be read
 * @param reason set aside for this reason
 */
public record LetterQuery(
    Optional<Instant> since, Optional<String> source, Optional<String> reason) {
  /** All of them. */
  public static final LetterQuery ALL =
      new LetterQuery(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @throws UserError REASON_UNKNOWN if there is no such reason
   */
  public LetterQuery {
    if (reason.isPresent() && !isReason(reason.get())) {
      throw new UserError(
          "REASON_UNKNOWN",
          "There is no reason '" + reason.get() + "'.",
          "There are: "
              + Arrays.stream(FailureReason.values())
                  .map(Enum::name)
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static boolean isReason(String name) {
    return Arrays.stream(FailureReason.values()).anyMatch(reason -> reason.name().equals(name));
  }

  boolean matches(DeadLetter letter) {
    return since.map(time -> !letter.getFailedAt().isBefore(time)).orElse(true)
        && source.map(name -> name.equals(letter.getSource().orElse(null))).orElse(true)
        && reason.map(name -> name.equals(letter.getReason())).orElse(true);
  }
}
