package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import java.util.Map;

/** Follows a long piece of work of the tiers. */
final class TierJob {
  private static final int PAUSE_MS = 300;

  private final Session session;
  private final NodeClient node;
  private final boolean quiet;
  private String shown = "";

  TierJob(Session session, NodeClient node, boolean quiet) {
    this.session = session;
    this.node = node;
    this.quiet = quiet;
  }

  /** Waits until it has ended, and shows how far it is meanwhile. */
  JsonNode await(JsonNode begun) {
    var job = begun;
    while (job.path("state").asText().equals("running")) {
      show(job);
      pause();
      job = node.getJson("/api/v1/tiers/job", Map.of()).path("job");
    }
    return job;
  }

  private void show(JsonNode job) {
    var what = job.path("what").asText();
    if (!quiet && !what.isEmpty() && !what.equals(shown)) {
      session.terminal().line(session.terminal().styled(Style.DIM, "Reading " + what));
      shown = what;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("INTERRUPTED", "Interrupted.", "The node goes on with it.", e);
    }
  }
}
