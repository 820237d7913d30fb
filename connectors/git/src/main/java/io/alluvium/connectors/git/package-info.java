/**
 * Reads the commits of a git repository, and what each one changed, without ever writing to it.
 * Start at {@link GitRepository}; {@link CommitWalk} hands out the commits. {@link CommitLogReader}
 * follows a repository for a source, {@link GitMirror} keeps a copy of one elsewhere.
 *
 * <p>Damage is data here: an object that cannot be read becomes a {@link CommitOutcome} with its
 * reason, and everything else is still read.
 */
@NullMarked
package io.alluvium.connectors.git;

import org.jspecify.annotations.NullMarked;
