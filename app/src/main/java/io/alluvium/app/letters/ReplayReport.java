package io.alluvium.app.letters;

import java.util.List;

/**
 * What became of records that were sent again.
 *
 * @param replayed how many were sent
 * @param accepted how many ingest took: published, or recognised as what it knows
 * @param pending how many it had not read yet when the answer was given
 * @param setAsideAgain those that are dead letters once more
 * @param refused those that were not sent
 */
public record ReplayReport(
    int replayed, int accepted, int pending, List<Again> setAsideAgain, List<Refused> refused) {
  /**
   * A record that was set aside once more.
   *
   * @param id the dead letter that was sent again
   * @param newId the dead letter it is now
   * @param reason why
   * @param message what is wrong with it
   */
  public record Again(String id, String newId, String reason, String message) {}

  /**
   * A record that cannot be sent again.
   *
   * @param id the dead letter
   * @param why why not, and what to do
   */
  public record Refused(String id, String why) {}

  public ReplayReport {
    setAsideAgain = List.copyOf(setAsideAgain);
    refused = List.copyOf(refused);
  }
}
