package io.blinktwice.runtime.access;

import java.time.Instant;

/**
 * Whom a credential stands for.
 *
 * @param actor as people read it later
 * @param credential its id, never the credential itself
 * @param until when it ends by itself
 */
public record Identity(String actor, String credential, Right right, Scope scope, Instant until) {
  /** What stands for the credential of those who need none. */
  static final String NO_CREDENTIAL = "none";

  /** Somebody on this machine, where nobody signs in. */
  static Identity unsigned(String actor) {
    return new Identity(actor, NO_CREDENTIAL, Right.ADMIN, new Scope.Platform(), Instant.MAX);
  }
}
