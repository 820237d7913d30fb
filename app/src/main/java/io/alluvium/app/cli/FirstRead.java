package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far the first read of all sources together has come.
 *
 * @param over true when no source has more of it to do: each is proven complete once, or cannot
 *     work right now
 * @param done entities read
 * @param total entities to read; 0 while that is not known
 * @param read records that went through ingest
 */
record FirstRead(boolean over, long done, long total, long read) {
  static FirstRead of(JsonNode sources) {
    boolean over = true;
    boolean known = true;
    long done = 0;
    long total = 0;
    long read = 0;
    for (var source : sources) {
      over &= isOver(source);
      read += source.path("read").asLong();
      var backfill = source.path("backfill");
      if (!backfill.isObject()) {
        continue;
      }
      known &= backfill.path("total").asLong() > 0;
      done += backfill.path("done").asLong();
      total += Math.max(0, backfill.path("total").asLong());
    }
    return new FirstRead(over, Math.min(done, total), known ? total : 0, read);
  }

  private static boolean isOver(JsonNode source) {
    return switch (source.path("state").asText()) {
      case "failed", "paused", "waiting" -> true;
      case "running" -> !source.path("backfill").isObject() && isProven(source.path("scopes"));
      default -> false;
    };
  }

  private static boolean isProven(JsonNode scopes) {
    for (var scope : scopes) {
      if (!scope.hasNonNull("processedAsOf")) {
        return false;
      }
    }
    return !scopes.isEmpty();
  }
}
