package io.alluvium.sinks.ageing;

/** How far a slice is on its way out of a tier; names are stored data. */
public enum SliceState {
  /** Old enough to go; not proven, or the proof failed. */
  PLANNED,
  /** Proven; about to be dropped, or just dropped by a process that was killed. */
  VERIFIED,
  /** Gone from the tier; the grace time runs. */
  DROPPED,
  /** The grace time is over, and the archive still had what was proven. */
  FINAL
}
