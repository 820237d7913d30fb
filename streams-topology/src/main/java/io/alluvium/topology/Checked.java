package io.alluvium.topology;

import io.alluvium.schemas.RawEvent;

/** What is left of a raw record after validation: an event that keeps all rules, or a refusal. */
sealed interface Checked permits Checked.Valid, Verdict.Rejected {
  /** Keeps every rule of {@link RawEventRules} and lies where it belongs. */
  record Valid(RawEvent raw) implements Checked {}
}
