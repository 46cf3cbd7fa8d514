package io.blinktwice.soak;

import io.blinktwice.soak.Voice.Figure;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the registry away for a long time under load: instances go on, one that is killed meanwhile
 * starts without it, and once it is back all is as if it had never been away.
 */
public final class RegistrySoak implements Soak {
  /** Of traffic. */
  private static final Duration LEARNT_WITHIN = Duration.ofSeconds(45);

  private static final Duration TRAFFIC_WITHIN = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private final SoakPlan plan;
  private final Build build;
  private final Duration away;
  private final Voice voice;
  private final Scene scene;

  public RegistrySoak(Cast cast, Build build, SoakPlan plan, Duration away, Voice voice) {
    this.plan = plan;
    this.build = build;
    this.away = away;
    this.voice = voice;
    this.scene = new Scene(cast, plan);
  }

  @Override
  public Outcome run() throws IOException, SoakFailed, InterruptedException {
    voice.line(
        "the registry is taken away for %d s at %,d records/s, seed %d"
            .formatted(away.toSeconds(), plan.rate(), plan.seed()));
    Traffic traffic = scene.open(build);
    scene.awaitCalm();
    awaitSchemasLearnt(traffic);
    scene.stage().registry().takeAway();
    long begin = System.nanoTime();
    killAnInstance(traffic);
    while (since(begin).compareTo(away) < 0) {
      Thread.sleep(shorter(LOOK_EVERY, away.minus(since(begin))));
      scene.awaitCalm();
      voice.line(
          "the registry is away for %4d s   %,d accepted so far, %,d effects open, %d violations"
              .formatted(
                  since(begin).toSeconds(),
                  traffic.acceptedRecords(),
                  scene.observations().open(),
                  scene.observations().violations().size()));
    }
    scene.stage().registry().bringBack();
    scene.awaitCalm();
    voice.line("the registry is back");
    List<Violation> found = new ArrayList<>(scene.settle(traffic, voice));
    voice.line(scene.observations().account().toString());
    voice.line(
        "%,d records nobody answered for; %d violations"
            .formatted(scene.observations().unanswered(), found.size()));
    voice.figure(new Figure("soak.registry.violations", found.size(), "count", 0));
    return new Outcome(plan.seed(), found);
  }

  /** A server asks for all schemas some seconds after it has started; before that it needs them. */
  private void awaitSchemasLearnt(Traffic traffic)
      throws IOException, SoakFailed, InterruptedException {
    long due = plan.rate() * LEARNT_WITHIN.toSeconds();
    if (!Scene.await(TRAFFIC_WITHIN, () -> traffic.acceptedRecords() >= due)) {
      throw new SoakFailed(
          "only %,d of %,d records were accepted within %d s"
              .formatted(traffic.acceptedRecords(), due, TRAFFIC_WITHIN.toSeconds()));
    }
  }

  /** It has to start with the schemas that it kept on disk. */
  private void killAnInstance(Traffic traffic) throws IOException, InterruptedException {
    int instance = scene.working(1);
    scene.observations().disturbed(traffic.runs());
    scene.stage().instance(instance).killAndStartAgain();
    Optional<Duration> resumed = scene.awaitResumed();
    if (resumed.isEmpty()) {
      scene
          .observations()
          .violated(
              new Violation(
                  Kind.LOST, "instance " + instance, "did not go on without the registry"));
    }
    voice.line(
        "kill -9 instance %d without a registry: %s"
            .formatted(
                instance,
                resumed
                    .map(time -> "resumed in %.1f s".formatted(time.toMillis() / 1e3))
                    .orElse("did not resume")));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other.isNegative() ? Duration.ZERO : other;
  }

  @Override
  public void close() {
    scene.close();
  }
}
