package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.api.Requests.Action;
import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Refusal;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.runtime.http.EntityTag;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  private static final int MOST_NAMED = 200;

  private final Object catalogue = new Object();
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
    return ReleaseAnswer.Catalogue.of(view.releases(), view::rollout);
  }

  HttpResponse<ReleaseAnswer> release(String version) {
    requireRead();
    ReleaseEntry release = known(new EngineVersion(version));
    return HttpResponse.ok(answer(release))
        .header(HttpHeaders.ETAG, ReleaseAnswer.tagOf(release).value());
  }

  private ReleaseAnswer answer(ReleaseEntry release) {
    return ReleaseAnswer.of(release, view.rollout(release.version()));
  }

  RolloutAnswer.FleetAnswer rollouts() {
    requireRead();
    return RolloutAnswer.FleetAnswer.of(view.fleet().stable(), view.rollouts());
  }

  /** Answered with the release, or with 202 while the catalogue does not show it yet. */
  HttpResponse<?> register(Asked asked, HttpRequest<?> request) {
    ReleaseEntry release = Requests.release(asked, now());
    requireRead();
    synchronized (catalogue) {
      view.release(release.version())
          .map(ReleaseAnswer::tagOf)
          .orElse(EntityTag.ABSENT)
          .require(request);
      return written(release);
    }
  }

  /**
   * Lets nobody enter a version any more. Workloads that are pinned to it stand in the way, or are
   * moved once the catalogue says so.
   */
  HttpResponse<?> retire(Asked asked, HttpRequest<?> request) {
    Retiring wanted = Requests.retiring(asked, now());
    requireRead();
    synchronized (catalogue) {
      ReleaseEntry known = known(new EngineVersion(asked.version()));
      ReleaseAnswer.tagOf(known).require(request);
      requireUnused(known.version());
      requireTarget(wanted, known.version());
      List<PinnedWorkload> pinned = log.pinnedTo(known.version());
      if (wanted.pinned() == Retiring.Pinned.REFUSE && !pinned.isEmpty()) {
        throw stillPinned(known.version(), pinned);
      }
      HttpResponse<?> answer = written(known.retired(new ReleaseNotes.Retirement(wanted.moveTo())));
      pinned.forEach(one -> requireWritten(log.move(one, wanted)));
      return answer;
    }
  }

  private HttpResponse<?> written(ReleaseEntry release) {
    requireWritten(log.register(release));
    return view.awaitRelease(release, PATIENCE)
        ? HttpResponse.ok(answer(release))
            .header(HttpHeaders.ETAG, ReleaseAnswer.tagOf(release).value())
        : HttpResponse.accepted().body(OrderAnswer.pending(release));
  }

  private void requireUnused(EngineVersion version) {
    boolean used =
        version.equals(view.fleet().stable())
            || view.rollouts().stream()
                .anyMatch(
                    change ->
                        change.version().equals(version)
                            && (change.rollout().state() == Rollout.State.ROLLING_OUT
                                || change.rollout().state() == Rollout.State.PAUSED));
    if (used) {
      throw ProblemException.forbiddenBy(
          "VERSION_IS_IN_USE",
          HttpStatus.CONFLICT,
          version + " is stable or rolling out: promote another one, or abort it, first");
    }
  }

  private void requireTarget(Retiring wanted, EngineVersion version) {
    EngineVersion target = wanted.moveTo();
    if (target != null && (target.equals(version) || known(target).notes().retirement() != null)) {
      throw ProblemException.invalid(List.of("'moveTo' is another version, and not a retired one"));
    }
  }

  private static ProblemException stillPinned(EngineVersion version, List<PinnedWorkload> pinned) {
    return ProblemException.forbiddenBy(
        "WORKLOADS_ARE_PINNED_TO_IT",
        HttpStatus.CONFLICT,
        "%d workloads are pinned to %s; \"pinned\": \"move\" moves them"
            .formatted(pinned.size(), version),
        pinned.stream().limit(MOST_NAMED).map(PinnedWorkload::named).toList());
  }

  private ReleaseEntry known(EngineVersion version) {
    return view.release(version)
        .orElseThrow(() -> notFound(version + " is not in the catalogue of releases"));
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
          case SHARE_IS_OUT_OF_RANGE, BUDGET_IS_OUT_OF_RANGE -> HttpStatus.UNPROCESSABLE_ENTITY;
          case SHARE_DOES_NOT_GROW,
              VERSION_IS_STABLE,
              FLEET_HAS_NO_STABLE_VERSION,
              ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS ->
              HttpStatus.CONFLICT;
        };
    return ProblemException.forbiddenBy(refusal.rule().name(), status, refusal.sentence());
  }
}
