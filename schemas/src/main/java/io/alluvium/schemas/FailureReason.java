package io.alluvium.schemas;

/**
 * Why a record, an event or a stretch was set aside. The constant's name is the stable code: it
 * stands in dead letters and gaps, in the metric tag {@code reason} and in docs/failure-reasons.md.
 */
public enum FailureReason {
  /** The value is not Avro in the Confluent wire format, or its schema id is unknown. */
  NOT_AVRO,
  /** The value is Avro, but not a raw event. */
  WRONG_SCHEMA,
  /** A required field is empty or breaks its rule; the message names it. */
  INVALID_EVENT,
  /** The record key is not the entity key. */
  KEY_MISMATCH,
  /** The record lies on another partition than its entity's. */
  MISPLACED,
  /** Upstream could not be read at this place; it is tried again. */
  UNREADABLE,
  /** Upstream allows no more requests for now; reading goes on by itself. */
  RATE_LIMITED,
  /** Upstream does not accept the credentials. */
  CREDENTIALS_REJECTED,
  /** The credentials are good, and may not read this. */
  PERMISSION_MISSING,
  /** What was to be read is not there any more, or is switched off. */
  GONE,
  /** Upstream's own data is damaged (a corrupt git object). */
  CORRUPT_UPSTREAM,
  /** The first complete reading has not ended yet; it is under way. */
  NOT_READ_YET,
  /** History was rewritten and the old one is gone, so what was dropped cannot be listed. */
  HISTORY_LOST,
  /** Records of the stretch were set aside as dead letters. */
  DEAD_LETTERED,
  /** The replication slot lost a part of the log; a new snapshot is under way. */
  SLOT_LOST,
  /** Records were trimmed or expired before this reader read them. */
  TRIMMED_UNREAD
}
