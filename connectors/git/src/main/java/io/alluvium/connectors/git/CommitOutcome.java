package io.alluvium.connectors.git;

/** What came of reading one commit of a walk: the commit, or why it could not be read. */
public sealed interface CommitOutcome permits GitCommit, UnreadableCommit {
  /** Object id of the commit, 40 lower-case hexadecimal characters. */
  String sha();
}
