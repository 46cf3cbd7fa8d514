package io.blinktwice.router.effect;

import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.blinktwice.router.wire.SparkRequest;

/** A call with all that was found out about it. */
record FoundCall(Arrival arrival, SparkRequest request, SessionKey session, LiveAttempt attempt) {
  /** The same call, as one of this attempt. */
  FoundCall of(LiveAttempt now) {
    return new FoundCall(arrival, request, session, now);
  }

  boolean isAftercare() {
    return request.isAftercare();
  }
}
