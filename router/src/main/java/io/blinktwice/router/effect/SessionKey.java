package io.blinktwice.router.effect;

import io.blinktwice.router.wire.SparkRequest;

/** A session as Spark tells them apart: two users may use the same session id. */
record SessionKey(String user, String session) {
  static SessionKey of(SparkRequest request) {
    return new SessionKey(request.user(), request.session());
  }

  /** Its name inside its attempt. */
  String name() {
    return session + " of " + user;
  }
}
