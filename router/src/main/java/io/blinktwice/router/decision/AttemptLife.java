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
 * The life of one attempt: it starts with its first call and ends once, when its last session is
 * released or when its client has been gone for the grace.
 *
 * <p>How it ended is read from its operations. A failure counts until a statement that was sent
 * <em>after</em> it succeeds: only that shows that the client went on, while statements that ran
 * beside the failed one show nothing. With work under way and no failure behind it, the client was
 * killed. Calls that repeat or attach again are the same operation; only its newest call speaks.
 */
public final class AttemptLife {
  private AttemptLife() {}

  /**
   * @param grace how long a client may be without any connection before it counts as gone
   */
  public record Policy(Duration grace) {}

  public static Outcome decide(AttemptState state, Observation seen, Policy policy, Instant at) {
    if (state.phase() == Phase.ENDED) {
      return new Outcome(state, List.of());
    }
    List<AttemptEvent> events = new ArrayList<>();
    Draft draft = state.draft();
    boolean over = observe(draft, seen, at);
    if (state.phase() == Phase.UNSTARTED && draft.phase == Phase.OPEN) {
      events.add(new AttemptEvent.Started(draft.done().writes(), draft.cluster));
    }
    if (over || isLeftAlone(draft, policy, at)) {
      if (draft.phase == Phase.OPEN) {
        events.add(ending(draft.done()));
      }
      draft.phase = Phase.ENDED;
    }
    return new Outcome(draft.done(), events);
  }

  /** Applies what was seen; true when it ends the attempt at once. */
  private static boolean observe(Draft draft, Observation seen, Instant at) {
    switch (seen) {
      case CallSeen call -> callSeen(draft, call);
      case AftercareSeen aftercare -> connected(draft, aftercare.connection());
      case OperationSent sent -> sent(draft, sent);
      case OperationReattached again -> reattached(draft, again);
      case OperationEnded ended -> ended(draft, ended);
      case OperationReleased released -> draft.underWay.remove(released.operation());
      case CallLost lost -> failed(draft, lost.failure(), lost.cluster());
      case SessionReleased released -> {
        return draft.sessions.remove(released.session()) && draft.sessions.isEmpty();
      }
      case ConnectionClosed closed -> {
        if (draft.connections.remove(closed.connection()) && draft.connections.isEmpty()) {
          draft.alone = at;
        }
      }
      case TimePassed _ -> {}
    }
    return false;
  }

  private static void callSeen(Draft draft, CallSeen call) {
    connected(draft, call.connection());
    draft.phase = Phase.OPEN;
    if (draft.sessions.add(call.session()) && call.resumed()) {
      draft.watchedWhole = false;
    }
    if (call.cluster() != null) {
      draft.cluster = call.cluster();
    }
  }

  private static void connected(Draft draft, long connection) {
    draft.connections.add(connection);
    draft.alone = null;
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
      case Ending.Failed failed -> {
        draft.underWay.remove(operation);
        if (!failed.failure().wasAskedFor()) {
          failed(draft, failed.failure(), failed.cluster());
        }
      }
      case Ending.Cancelled _ -> draft.underWay.remove(operation);
      case Ending.Suspended _ -> {}
      case Ending.Cut _ -> {}
    }
  }

  private static void completed(Draft draft, String operation) {
    Operation done = draft.underWay.remove(operation);
    Failure failure = draft.failure;
    if (done != null
        && failure != null
        && done.weight() == Weight.STATEMENT
        && done.firstCall() > failure.atCall()) {
      draft.failure = null;
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
    if (failure != null && !wentOn) {
      String cluster = failure.cluster() == null ? state.cluster() : failure.cluster();
      return new AttemptEvent.Failed(state.writes(), cluster, failure.failure());
    }
    return state.underWay().isEmpty()
        ? new AttemptEvent.Succeeded(state.writes(), state.cluster())
        : new AttemptEvent.Killed(state.writes(), state.cluster());
  }
}
