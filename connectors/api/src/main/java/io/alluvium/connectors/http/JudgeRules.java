package io.alluvium.connectors.http;

import io.alluvium.schemas.FailureReason;
import java.time.Instant;

/** How one upstream says what a response means: status, headers and body together. */
public interface JudgeRules {
  /** What a response means. */
  sealed interface Verdict {
    /** It is an answer, an error about the thing asked for included. */
    record Fine() implements Verdict {}

    /**
     * The credential has asked too much.
     *
     * @param until when it may ask again
     */
    record Limited(Instant until, String why) implements Verdict {}

    /** A fault that may pass. */
    record Transient(String why) implements Verdict {}

    /**
     * A refusal that stays.
     *
     * @param problem what was refused, without secrets
     * @param remedy what to do about it
     */
    record Permanent(FailureReason reason, String problem, String remedy) implements Verdict {}
  }

  /** The verdict on a response that has arrived whole. Called by any thread. */
  Verdict judge(UpstreamRequest request, UpstreamResponse response, Instant now);
}
