package io.blinktwice.router.effect;

import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.SessionState;
import io.blinktwice.router.decision.SessionStep;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a call sends for as long as it may turn out to have made something of its session. */
final class StepRecorder {
  private final RoutedCall call;
  private final SessionEffect effect;
  private @Nullable List<byte[]> messages;
  private long bytes;

  StepRecorder(RoutedCall call, byte[] request) {
    this.call = call;
    this.effect = effectOf(call);
    if (call.purpose() instanceof Purpose.Prepare) {
      messages = new ArrayList<>();
      add(request);
    }
  }

  private static SessionEffect effectOf(RoutedCall call) {
    return switch (call.purpose()) {
      case Purpose.Execute(String _, boolean _, PlanMeaning meaning) -> meaning.effect();
      case Purpose.Reattach _ ->
          call.kept() == null ? SessionEffect.NONE : call.kept().meaning().effect();
      case Purpose.Analyze(PlanMeaning meaning) ->
          meaning.effect() instanceof SessionEffect.Binds ? meaning.effect() : SessionEffect.NONE;
      case Purpose.Prepare _ -> SessionEffect.REMEMBERED;
      case Purpose.CloneSession _,
          Purpose.ReleaseExecute _,
          Purpose.ReleaseSession _,
          Purpose.Aftercare _,
          Purpose.Other _ ->
          SessionEffect.NONE;
    };
  }

  /** A later message of the same call: artifacts come in many. */
  synchronized void sent(byte[] message) {
    if (messages != null) {
      add(message);
    }
  }

  private void add(byte[] message) {
    bytes += message.length;
    if (messages != null && bytes <= SessionState.MOST_BYTES) {
      messages.add(message);
    } else {
      messages = null;
    }
  }

  synchronized void succeeded() {
    LiveSession session = call.session();
    switch (effect) {
      case SessionEffect.None _ -> {}
      case SessionEffect.Binds _ -> session.succeeded(new SessionStep("", List.of()), effect);
      case SessionEffect.Remembered _ -> {
        SessionStep step = step();
        if (step == null) {
          session.bind("a request too large to be recorded");
        } else {
          session.succeeded(step, effect);
        }
      }
    }
    over();
  }

  private @Nullable SessionStep step() {
    KeptOperation kept = call.kept();
    if (kept != null) {
      byte[] request = kept.step();
      return request == null ? null : new SessionStep("ExecutePlan", List.of(request));
    }
    return messages == null ? null : new SessionStep(call.arrival().method(), messages);
  }

  /** The server said no, or is gone with all that it had. */
  synchronized void failed() {
    messages = null;
    over();
  }

  /** What may have been made without our seeing it to its end binds the session. */
  synchronized void abandoned() {
    messages = null;
    if (!(effect instanceof SessionEffect.None)) {
      call.session().bind("a request that its client gave up");
    }
    over();
  }

  private void over() {
    switch (call.purpose()) {
      case Purpose.Execute(String operation, boolean _, PlanMeaning _) -> {
        call.session().over(operation);
        if (call.kept() != null) {
          call.kept().forget();
        }
      }
      case Purpose.Reattach(String operation) -> call.session().over(operation);
      default -> {}
    }
  }
}
