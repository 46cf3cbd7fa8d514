package io.blinktwice.router.decision;

/** What is known about the writes of an attempt. */
public enum WriteKnowledge {
  /** It was not watched from its start, so a write may have been missed. */
  UNKNOWN,
  NONE_SEEN,
  MAY_HAVE_WRITTEN,
  DECLARED_IDEMPOTENT,
  DECLARED_APPEND
}
