package io.blinktwice.router.effect;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.router.wire.SparkRequest;

/**
 * A session as Spark tells them apart: two users may use the same session id.
 *
 * @param workspace whose it is
 * @param user as the servers know it; of one who signed in, no other workspace has the same
 */
record SessionKey(WorkspaceId workspace, String user, String session) {
  static SessionKey of(Visitor visitor, SparkRequest request) {
    return new SessionKey(visitor.workspace(), request.user(), request.session());
  }

  /** Its name inside its attempt. */
  String name() {
    return session + " of " + user;
  }
}
