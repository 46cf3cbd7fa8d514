package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.api.Requests.Action;
import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.rollout.api.Requests.Parsed;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Rollouts;
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

  Answer releases() {
    return log.isRead() ? Answer.ok(Bodies.releases(view.releases())) : starting();
  }

  Answer release(String version) {
    if (!log.isRead()) {
      return starting();
    }
    return switch (Requests.version(version)) {
      case Parsed.Wrong<EngineVersion>(Answer answer) -> answer;
      case Parsed.Understood<EngineVersion>(EngineVersion wanted) ->
          view.release(wanted)
              .map(release -> Answer.ok(Bodies.release(release)))
              .orElseGet(() -> Problems.notFound(wanted + " is not in the catalogue of releases"));
    };
  }

  Answer rollouts() {
    return log.isRead()
        ? Answer.ok(Bodies.rollouts(view.fleet().stable(), view.rollouts()))
        : starting();
  }

  Answer register(Asked asked) {
    return switch (Requests.release(asked, now())) {
      case Parsed.Wrong<ReleaseEntry>(Answer answer) -> answer;
      case Parsed.Understood<ReleaseEntry>(ReleaseEntry release) -> register(release);
    };
  }

  private Answer register(ReleaseEntry release) {
    if (!log.isRead()) {
      return starting();
    }
    if (!written(log.register(release))) {
      return unwritten();
    }
    return view.awaitRelease(release, PATIENCE)
        ? Answer.ok(Bodies.release(release))
        : Answer.accepted(Bodies.pending(release));
  }

  Answer order(Asked asked, String action) {
    Optional<Action> wanted = action(action);
    if (wanted.isEmpty()) {
      return Problems.notFound(
          "there is no such action; there are start, advance, pause, resume, promote and abort");
    }
    return switch (Requests.command(asked, wanted.get(), UUID.randomUUID().toString())) {
      case Parsed.Wrong<Command>(Answer answer) -> answer;
      case Parsed.Understood<Command>(Command command) -> order(command);
    };
  }

  private Answer order(Command command) {
    if (!log.isRead()) {
      return starting();
    }
    Instant at = now();
    if (Rollouts.decide(view.fleet(), command, at) instanceof Outcome.Refused refused) {
      return Problems.refused(refused.refusal().refusal());
    }
    if (!written(log.order(command, at))) {
      return unwritten();
    }
    Optional<RolloutChanged> decided = view.awaitDecision(Rollouts.idOf(command.order()), PATIENCE);
    return Answer.accepted(
        decided.map(Bodies::decided).orElseGet(() -> Bodies.pending(command.order())));
  }

  private static Optional<Action> action(String text) {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  private static boolean written(CompletableFuture<Void> writing) {
    try {
      writing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Topics keep milliseconds: what is read back is to equal what was written. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Answer starting() {
    return Problems.unavailable("the topics are still being read; try again in a moment");
  }

  private static Answer unwritten() {
    return Problems.unavailable(
        "Kafka did not confirm the write in time; look whether it took effect before trying again");
  }
}
