package io.alluvium.connectors.git;

import io.alluvium.schemas.FailureReason;

/**
 * A commit that is part of the history but cannot be read. Its own parents are unknown, so what can
 * only be reached through it is not part of the walk.
 *
 * @param sha object id of the commit
 * @param reason {@link FailureReason#CORRUPT_UPSTREAM} where the object is damaged or missing;
 *     {@link FailureReason#UNREADABLE} where reading it failed for another cause, such as file
 *     permissions, and may work later
 * @param detail what was wrong with which object, for a person
 */
public record UnreadableCommit(String sha, FailureReason reason, String detail)
    implements CommitOutcome {}
