package io.blinktwice.router.decision;

import io.blinktwice.router.decision.AttemptState.Draft;
import io.blinktwice.router.decision.AttemptState.Failure;
import io.blinktwice.router.decision.AttemptState.Operation;
import io.blinktwice.router.decision.AttemptState.Phase;
import io.blinktwice.router.decision.Observation.AftercareSeen;
import io.blinktwice.router.decision.Observation.CallLost;
import io.blinktwice.router.decision.Observation.CallSeen;
import io.blinktwice.router.decision.Observation.ConnectionClosed;
import io.blinktwice.router.decision.Observation.Ending;
import io.blinktwice.router.decision.Observation.OperationEnded;
import io.blinktwice.router.decision.Observation.OperationReattached;
import io.blinktwice.router.decision.Observation.OperationReleased;
import io.blinktwice.router.decision.Observation.OperationSent;
import io.blinktwice.router.decision.Observation.SessionReleased;
import io.blinktwice.router.decision.Observation.TimePassed;
import io.blinktwice.router.decision.Observation.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one attempt: it starts with its first call and ends once, when for the length of the
 * grace it had no open session or its client no connection. A released session alone ends nothing:
 * the tasks of one run come one after the other, each with a session of its own.
 *
 * <p>How it ended is read from its operations. A failure counts until a statement that was sent
 * <em>after</em> it succeeds: only that shows that the client went on, while statements that ran
 * beside the failed one show nothing. Without a failure it succeeded only if its work was done:
 * with work under way, the newest statement cancelled, or none ever completed, it was killed. Calls
 * that repeat or attach again are the same operation; only its newest call speaks.
 */
public final class AttemptLife {
  private AttemptLife() {}

  /**
   * @param grace how long an attempt may be without a session or a connection before it is over
   */
  public record Policy(Duration grace) {}

  public static Outcome decide(AttemptState state, Observation seen, Policy policy, Instant at) {
    if (state.phase() == Phase.ENDED) {
      return new Outcome(state, List.of());
    }
    List<AttemptEvent> events = new ArrayList<>();
    Draft draft = state.draft();
    if (seen instanceof Observation.FailedForNow(CallFailure failure, String cluster)) {
      return failedForNow(draft, failure, cluster);
    }
    observe(draft, seen, at);
    if (state.phase() == Phase.UNSTARTED && draft.phase == Phase.OPEN) {
      events.add(new AttemptEvent.Started(state.writesSoFar(), draft.cluster));
    }
    if (isLeftAlone(draft, policy, at)) {
      if (draft.phase == Phase.OPEN) {
        events.add(ending(draft.done()));
      }
      draft.end();
    }
    return new Outcome(draft.done(), events);
  }

  /** Only what has started can fail. */
  private static Outcome failedForNow(Draft draft, CallFailure failure, @Nullable String cluster) {
    AttemptState told = draft.done();
    boolean open = draft.phase == Phase.OPEN;
    draft.end();
    return new Outcome(
        draft.done(),
        open
            ? List.of(
                new AttemptEvent.Failed(told.writes(), cluster, told.tally().completed(), failure))
            : List.of());
  }

  private static void observe(Draft draft, Observation seen, Instant at) {
    switch (seen) {
      case CallSeen call -> callSeen(draft, call);
      case AftercareSeen aftercare -> aftercareSeen(draft, aftercare);
      case OperationSent sent -> sent(draft, sent);
      case OperationReattached again -> reattached(draft, again);
      case OperationEnded ended -> ended(draft, ended);
      case OperationReleased released -> cancelled(draft, released.operation());
      case CallLost lost -> failed(draft, lost.failure(), lost.cluster());
      case SessionReleased released -> {
        if (draft.sessions.remove(released.session()) && draft.sessions.isEmpty()) {
          leftAlone(draft, at);
        }
      }
      case ConnectionClosed closed -> {
        if (draft.connections.remove(closed.connection()) && draft.connections.isEmpty()) {
          leftAlone(draft, at);
        }
      }
      case Observation.FailedForNow _, TimePassed _ -> {}
    }
    // A clock that was set back must not keep the attempt open: the grace begins again.
    if (draft.alone != null && at.isBefore(draft.alone)) {
      draft.alone = at;
    }
  }

  private static void callSeen(Draft draft, CallSeen call) {
    draft.connections.add(call.connection());
    draft.alone = null;
    draft.phase = Phase.OPEN;
    if (draft.sessions.add(call.session()) && call.resumed()) {
      draft.watchedWhole = false;
    }
    if (call.cluster() != null) {
      draft.cluster = call.cluster();
    }
  }

  /** Whoever tidies up after the last session does not keep the attempt open. */
  private static void aftercareSeen(Draft draft, AftercareSeen aftercare) {
    draft.connections.add(aftercare.connection());
    if (draft.phase == Phase.UNSTARTED || !draft.sessions.isEmpty()) {
      draft.alone = null;
    }
  }

  private static void leftAlone(Draft draft, Instant at) {
    if (draft.alone == null) {
      draft.alone = at;
    }
  }

  private static void sent(Draft draft, OperationSent sent) {
    if (sent.call() > draft.lastCall) {
      draft.lastCall = sent.call();
      draft.wrote |= sent.kind() == StatementKind.MAY_WRITE;
      draft.underWay.put(sent.operation(), new Operation(sent.call(), sent.call(), sent.weight()));
    }
  }

  private static void reattached(Draft draft, OperationReattached again) {
    if (again.call() > draft.lastCall) {
      draft.lastCall = again.call();
      Operation known = draft.underWay.get(again.operation());
      draft.wrote |= known == null;
      draft.underWay.put(
          again.operation(),
          new Operation(
              known == null ? again.call() : known.firstCall(), again.call(), Weight.STATEMENT));
    }
  }

  private static void ended(Draft draft, OperationEnded ended) {
    @Nullable String operation =
        draft.underWay.entrySet().stream()
            .filter(entry -> entry.getValue().newestCall() == ended.call())
            .map(entry -> entry.getKey())
            .findAny()
            .orElse(null);
    if (operation == null) {
      return;
    }
    switch (ended.ending()) {
      case Ending.Completed _ -> completed(draft, operation);
      case Ending.Failed failed when failed.failure().wasAskedFor() -> cancelled(draft, operation);
      case Ending.Failed failed -> {
        draft.underWay.remove(operation);
        failed(draft, failed.failure(), failed.cluster());
      }
      case Ending.Cancelled _ -> cancelled(draft, operation);
      case Ending.Suspended _ -> {}
      case Ending.Cut _ -> {}
    }
  }

  private static void completed(Draft draft, String operation) {
    Operation done = draft.underWay.remove(operation);
    if (done != null && done.weight() == Weight.STATEMENT) {
      draft.tally = draft.tally.completed(done.firstCall());
      Failure failure = draft.failure;
      if (failure != null && done.firstCall() > failure.atCall()) {
        draft.failure = null;
      }
    }
  }

  private static void cancelled(Draft draft, String operation) {
    Operation givenUp = draft.underWay.remove(operation);
    if (givenUp != null && givenUp.weight() == Weight.STATEMENT) {
      draft.tally = draft.tally.cancelled(givenUp.firstCall());
    }
  }

  private static void failed(Draft draft, CallFailure failure, @Nullable String cluster) {
    draft.failure = new Failure(failure, cluster, draft.lastCall);
  }

  private static boolean isLeftAlone(Draft draft, Policy policy, Instant at) {
    return draft.alone != null && !at.isBefore(draft.alone.plus(policy.grace()));
  }

  private static AttemptEvent ending(AttemptState state) {
    Failure failure = state.failure();
    boolean wentOn =
        failure != null
            && state.underWay().values().stream()
                .anyMatch(operation -> operation.firstCall() > failure.atCall());
    long statements = state.tally().completed();
    if (failure != null && !wentOn) {
      String cluster = failure.cluster() == null ? state.cluster() : failure.cluster();
      return new AttemptEvent.Failed(state.writes(), cluster, statements, failure.failure());
    }
    return state.underWay().isEmpty() && state.tally().endsWithWorkDone()
        ? new AttemptEvent.Succeeded(state.writes(), state.cluster(), statements)
        : new AttemptEvent.Killed(state.writes(), state.cluster(), statements);
  }
}
