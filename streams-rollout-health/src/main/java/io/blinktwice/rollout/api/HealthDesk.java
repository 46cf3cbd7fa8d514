package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers how versions fare; reads only. */
public final class HealthDesk {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final String ADVANCE = "advance";
  private static final String ROLLBACK = "rollback";

  private final FleetView view;
  private final FleetLog log;
  private final Clock clock;

  public HealthDesk(FleetView view, FleetLog log, Clock clock) {
    this.view = view;
    this.log = log;
    this.clock = clock;
  }

  HealthAnswer health(String version) {
    EngineVersion wanted = new EngineVersion(version);
    requireRead();
    return view.health(wanted)
        .orElseThrow(() -> notFound("nothing has been counted of " + wanted + " yet"));
  }

  AnalysisAnswer analysis(String version) {
    EngineVersion wanted = new EngineVersion(version);
    requireRead();
    if (view.release(wanted).isEmpty()) {
      throw notFound(wanted + " is not in the catalogue of releases");
    }
    return AnalysisAnswer.of(
        version, view.rollout(wanted).orElse(null), view.health(wanted).orElse(null));
  }

  boolean isOpen(String gate, AnalysisAnswer analysis) {
    return switch (gate) {
      case ADVANCE -> analysis.mayAdvance();
      case ROLLBACK -> analysis.isBad();
      default -> throw notFound("there is no such gate; there are advance and rollback");
    };
  }

  RolloutAnswer decision(String version, @Nullable String after, Duration wait) {
    EngineVersion wanted = new EngineVersion(version);
    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "wait must lie between 0s and " + LONGEST_WAIT.toSeconds() + "s");
    }
    requireRead();
    RolloutChanged known =
        view.awaitNewer(wanted, after, wait)
            .or(() -> view.rollout(wanted))
            .orElseThrow(() -> notFound(wanted + " has not been rolled out"));
    return RolloutAnswer.of(known);
  }

  RolloutLogAnswer log(String version) {
    EngineVersion wanted = new EngineVersion(version);
    requireRead();
    return view.logOf(wanted)
        .orElseThrow(() -> notFound(wanted + " has not been rolled out, and nothing was counted"));
  }

  UpgradesAnswer upgrades() {
    requireRead();
    return UpgradesAnswer.of(view.rollouts(), view.healths(), clock.instant());
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
}
