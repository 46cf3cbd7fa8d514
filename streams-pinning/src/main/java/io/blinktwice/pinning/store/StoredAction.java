package io.blinktwice.pinning.store;

/** The names of verdict actions in the store; renaming one breaks stored state. */
enum StoredAction {
  FINISH,
  RETRY_SAME,
  RETRY_LAST_GOOD,
  RETRY_LARGER
}
