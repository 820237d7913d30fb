package io.alluvium.connectors.postgres;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;

/** What a refusal of the server means. */
final class Faults {
  private Faults() {}

  /**
   * A fault that may pass.
   *
   * @throws PermanentFaultException if it will not
   */
  static IOException of(PostgresSourceConfig config, SQLException fault) {
    var state = String.valueOf(fault.getSQLState());
    var message = String.valueOf(fault.getMessage());
    if (state.startsWith("28")) {
      throw new PermanentFaultException(
          FailureReason.CREDENTIALS_REJECTED,
          message,
          "Check %s, %s and pg_hba.conf"
              .formatted(PostgresSourceConfig.USER, PostgresSourceConfig.PASSWORD));
    }
    if (state.equals("3D000")) {
      throw new PermanentFaultException(
          FailureReason.GONE, message, "Check " + PostgresSourceConfig.DATABASE);
    }
    if (state.equals("42501")) {
      throw new PermanentFaultException(
          FailureReason.PERMISSION_MISSING,
          message,
          "Grant it to " + config.user() + "; docs/connectors/postgres.md has the statements");
    }
    return new IOException(message, fault);
  }
}
