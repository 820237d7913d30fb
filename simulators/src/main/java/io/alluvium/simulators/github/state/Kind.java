package io.alluvium.simulators.github.state;

/** Kinds of things, each of which upstream numbers apart: ids of two kinds may be equal. */
enum Kind {
  ACCOUNT,
  REPOSITORY,
  ISSUE,
  PULL,
  COMMENT,
  REVIEW,
  REVIEW_COMMENT,
  STATE_CHANGE,
  LABEL,
  MILESTONE,
  RELEASE,
  ASSET,
  WORKFLOW,
  RUN,
  JOB,
  HAPPENING
}
