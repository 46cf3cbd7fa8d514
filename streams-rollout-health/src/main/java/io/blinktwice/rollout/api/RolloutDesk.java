package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.api.Requests.Action;
import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Refusal;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers what people ask and takes what they order.
 *
 * <p>An order is judged against the view first, so that a mistake is answered at once; what counts
 * is the decision that the topology makes of it, which the answer waits for.
 */
public final class RolloutDesk {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FleetView view;
  private final FleetLog log;
  private final Clock clock;

  public RolloutDesk(FleetView view, FleetLog log, Clock clock) {
    this.view = view;
    this.log = log;
    this.clock = clock;
  }

  ReleaseAnswer.Catalogue releases() {
    requireRead();
    return ReleaseAnswer.Catalogue.of(view.releases());
  }

  ReleaseAnswer release(String version) {
    requireRead();
    EngineVersion wanted = new EngineVersion(version);
    return view.release(wanted)
        .map(ReleaseAnswer::of)
        .orElseThrow(() -> notFound(wanted + " is not in the catalogue of releases"));
  }

  RolloutAnswer.FleetAnswer rollouts() {
    requireRead();
    return RolloutAnswer.FleetAnswer.of(view.fleet().stable(), view.rollouts());
  }

  /** Answered with the release, or with 202 while the catalogue does not show it yet. */
  HttpResponse<?> register(Asked asked) {
    ReleaseEntry release = Requests.release(asked, now());
    requireRead();
    requireWritten(log.register(release));
    return view.awaitRelease(release, PATIENCE)
        ? HttpResponse.ok(ReleaseAnswer.of(release))
        : HttpResponse.accepted().body(OrderAnswer.pending(release));
  }

  OrderAnswer order(Asked asked, String action) {
    Action wanted =
        action(action)
            .orElseThrow(
                () ->
                    notFound(
                        "there is no such action; there are start, advance, pause, resume, promote and abort"));
    Command command = Requests.command(asked, wanted, UUID.randomUUID().toString());
    requireRead();
    Instant at = now();
    if (Rollouts.decide(view.fleet(), command, at) instanceof Outcome.Refused refused) {
      throw refused(refused.refusal().refusal());
    }
    requireWritten(log.order(command, at));
    return view.awaitDecision(Rollouts.idOf(command.order()), PATIENCE)
        .map(OrderAnswer::decided)
        .orElseGet(() -> OrderAnswer.pending(command.order()));
  }

  private static Optional<Action> action(String text) {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  private static void requireWritten(CompletableFuture<Void> writing) {
    try {
      writing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unwritten();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unwritten();
    }
  }

  /** Topics keep milliseconds: what is read back is to equal what was written. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void requireRead() {
    if (!log.isRead()) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE, "the topics are still being read; try again in a moment");
    }
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(HttpStatus.NOT_FOUND, detail);
  }

  private static ProblemException unwritten() {
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Kafka did not confirm the write in time; look whether it took effect before trying again");
  }

  private static ProblemException refused(Refusal refusal) {
    HttpStatus status =
        switch (refusal.rule()) {
          case VERSION_IS_NOT_REGISTERED -> HttpStatus.NOT_FOUND;
          case SHARE_IS_OUT_OF_RANGE -> HttpStatus.UNPROCESSABLE_ENTITY;
          case SHARE_DOES_NOT_GROW,
              VERSION_IS_STABLE,
              FLEET_HAS_NO_STABLE_VERSION,
              ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS ->
              HttpStatus.CONFLICT;
        };
    return ProblemException.forbiddenBy(refusal.rule().name(), status, refusal.sentence());
  }
}
