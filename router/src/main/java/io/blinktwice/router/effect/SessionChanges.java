package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.wire.SparkRequest.Purpose;

/** What calls say of the sessions and operations that there are: some end them, one makes one. */
record SessionChanges(AttemptBook book, LiveSessions sessions, PlacementDesk desk) {

  /** Its session was not let in: where it is new, nothing of it is kept. */
  void refused(FoundCall call) {
    sessions.displaced(call.session());
    book.forgetUnseen(call.attempt());
  }

  void note(FoundCall call) {
    switch (call.request().purpose()) {
      case Purpose.ReleaseSession _ -> {
        book.released(call.attempt(), call.session());
        sessions.closed(call.session());
      }
      case Purpose.ReleaseExecute(String operation, boolean all) when all -> {
        book.observe(call.attempt(), new Observation.OperationReleased(operation));
        desk.released(call.session().session(), call.session().user(), operation);
        sessions.of(call.session(), true).over(operation);
      }
      case Purpose.CloneSession(String newSession) -> {
        SessionKey clone =
            new SessionKey(call.session().workspace(), call.session().user(), newSession);
        book.cloned(call.attempt(), call.session(), clone);
        sessions.cloned(clone);
      }
      case Purpose.ReleaseExecute _,
          Purpose.Execute _,
          Purpose.Reattach _,
          Purpose.Analyze _,
          Purpose.Prepare _,
          Purpose.Aftercare _,
          Purpose.Other _ -> {}
    }
  }
}
