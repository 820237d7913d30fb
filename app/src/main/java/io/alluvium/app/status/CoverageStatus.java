package io.alluvium.app.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is proven of one scope of a source on one axis, and what is not.
 *
 * @param source name of the source; of a gap that one of our own readers found, its group
 * @param scope how far it is proven
 * @param gaps what is not proven, oldest first; none if everything claimed holds
 */
public record CoverageStatus(
    String source, @JsonUnwrapped SourceStatus.Scope scope, List<OpenGap> gaps) {
  public CoverageStatus {
    gaps = List.copyOf(gaps);
  }

  /**
   * A stretch that is not proven.
   *
   * @param reason stable code, see docs/failure-reasons.md
   * @param message what may be missing, and what fills it
   * @param subject what it is about, such as a path; null if it is about the whole scope
   * @param openedAt since when
   */
  public record OpenGap(
      String reason, String message, @Nullable String subject, Instant openedAt) {}
}
