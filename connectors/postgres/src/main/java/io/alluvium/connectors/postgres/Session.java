package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Reading;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** A reading under way: of a snapshot, or of the log after it. */
interface Session {
  /**
   * What comes next; empty if there is nothing right now.
   *
   * @param limit about how many readings
   */
  List<Reading<LsnPosition>> read(int limit) throws IOException, SQLException;

  /** Where reading goes on after what was returned. */
  LsnPosition position();

  /** Whether nothing more will come of it. */
  boolean hasEnded();

  /** Lets go of the server; waits a moment for it. */
  void close();
}
