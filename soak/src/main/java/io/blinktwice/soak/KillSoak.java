package io.blinktwice.soak;

import io.blinktwice.soak.Voice.Figure;
import io.blinktwice.soak.decision.Disturbance;
import io.blinktwice.soak.decision.DisturbancePlan;
import io.blinktwice.soak.decision.ResumeTimes;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Kills and stops instances and brokers under load, each time after the standbys have caught up,
 * and checks that nothing was lost or done twice and how soon processing went on.
 */
public final class KillSoak implements Soak {
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final SoakPlan plan;
  private final Build build;
  private final Cast cast;
  private final Voice voice;
  private final boolean timed;
  private final Scene scene;
  private final List<Duration> resumed = new ArrayList<>();
  private long begin;

  /** Timed: whether processing that goes on too late is a violation. */
  public KillSoak(Cast cast, Build build, SoakPlan plan, boolean timed, Voice voice) {
    this.plan = plan;
    this.build = build;
    this.cast = cast;
    this.voice = voice;
    this.timed = timed;
    this.scene = new Scene(cast, plan);
  }

  @Override
  public Outcome run() throws IOException, SoakFailed, InterruptedException {
    voice.line(
        "%d rounds at %,d records/s, %d broker(s), seed %d"
            .formatted(plan.rounds(), plan.rate(), cast.brokers(), plan.seed()));
    Traffic traffic = scene.open(build);
    begin = System.nanoTime();
    List<Disturbance> disturbances =
        DisturbancePlan.drawn(
            new Random(plan.seed()), plan.rounds(), Cast.INSTANCES, cast.brokers());
    for (int round = 0; round < disturbances.size(); round++) {
      scene.awaitCalm();
      Disturbance disturbance = felt(disturbances.get(round));
      Optional<Duration> after = disturb(disturbance, traffic);
      tell(round + 1, disturbance, after, traffic);
    }
    double rate = traffic.acceptedRecords() * 1e9 / (System.nanoTime() - begin);
    List<Violation> violations = new ArrayList<>(scene.settle(traffic, voice));
    judgeTimes(violations);
    summary(violations, rate);
    return new Outcome(plan.seed(), violations);
  }

  /** An instance that only stands by would not be missed: then its neighbour is meant. */
  private Disturbance felt(Disturbance drawn) throws InterruptedException {
    return switch (drawn) {
      case Disturbance.KillInstance(int instance) ->
          new Disturbance.KillInstance(scene.working(instance));
      case Disturbance.SuspendInstance(int instance, Duration length) ->
          new Disturbance.SuspendInstance(scene.working(instance), length);
      case Disturbance.KillBroker broker -> broker;
    };
  }

  private Optional<Duration> disturb(Disturbance disturbance, Traffic traffic)
      throws IOException, InterruptedException {
    scene.observations().disturbed(traffic.runs());
    return switch (disturbance) {
      case Disturbance.KillInstance(int instance) -> {
        scene.stage().instance(instance).killAndStartAgain();
        yield scene.awaitResumed();
      }
      case Disturbance.KillBroker(int node) -> {
        scene.stage().broker(node).killAndStartAgain();
        yield scene.awaitResumed();
      }
      case Disturbance.SuspendInstance(int instance, Duration length) -> suspend(instance, length);
    };
  }

  private Optional<Duration> suspend(int instance, Duration length)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + length.toNanos();
    try (Suspension suspension = scene.stage().instance(instance).suspend()) {
      Optional<Duration> after = scene.awaitResumed();
      Thread.sleep(Math.max(0, Duration.ofNanos(until - System.nanoTime()).toMillis()));
      if (!scene.isExpelled()) {
        scene
            .observations()
            .violated(
                new Violation(
                    Kind.UNEXPECTED,
                    "instance " + instance,
                    "was not taken out of its group while it was stopped"));
      }
      return after;
    }
  }

  private void tell(int round, Disturbance disturbance, Optional<Duration> after, Traffic traffic) {
    after.ifPresent(resumed::add);
    if (after.isEmpty()) {
      scene
          .observations()
          .violated(new Violation(Kind.LOST, "round " + round, "a partition never went on"));
    }
    voice.line(
        "round %2d of %d  %-28s %s   %,d accepted so far, %d violations"
            .formatted(
                round,
                plan.rounds(),
                disturbance.sentence(),
                after
                    .map(time -> "resumed in %4.1f s".formatted(seconds(time)))
                    .orElse("did not resume"),
                traffic.acceptedRecords(),
                scene.observations().violations().size()));
    after.ifPresent(time -> voice.figure(new Figure("soak.kill.resume", seconds(time), "s", 0)));
  }

  private void judgeTimes(List<Violation> violations) {
    ResumeTimes times = new ResumeTimes(resumed);
    if (timed && !times.areShortEnough()) {
      violations.add(
          new Violation(
              Kind.TOO_SLOW,
              "resume times",
              "p95 %.1f s (at most %d), longest %.1f s (at most %d)"
                  .formatted(
                      seconds(times.percentile(95)),
                      ResumeTimes.P95_BOUND.toSeconds(),
                      seconds(times.longest()),
                      ResumeTimes.LONGEST_BOUND.toSeconds())));
    }
  }

  private void summary(List<Violation> violations, double rate) {
    ResumeTimes times = new ResumeTimes(resumed);
    voice.line(scene.observations().account().toString());
    voice.line(
        "%,d records nobody answered for, %,d active pins, %,.0f records/s on average"
            .formatted(scene.observations().unanswered(), scene.observations().activePins(), rate));
    voice.line(
        "resumed after p50 %.1f s, p95 %.1f s, at most %.1f s; %d violations"
            .formatted(
                seconds(times.percentile(50)),
                seconds(times.percentile(95)),
                seconds(times.longest()),
                violations.size()));
    voice.figure(new Figure("soak.kill.resume.p50", seconds(times.percentile(50)), "s", 0));
    voice.figure(
        new Figure(
            "soak.kill.resume.p95",
            seconds(times.percentile(95)),
            "s",
            ResumeTimes.P95_BOUND.toSeconds()));
    voice.figure(
        new Figure(
            "soak.kill.resume.max",
            seconds(times.longest()),
            "s",
            ResumeTimes.LONGEST_BOUND.toSeconds()));
    voice.figure(new Figure("soak.kill.rate", rate, "records/s", plan.rate()));
    voice.figure(new Figure("soak.kill.violations", violations.size(), "count", 0));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  @Override
  public void close() {
    scene.close();
  }
}
