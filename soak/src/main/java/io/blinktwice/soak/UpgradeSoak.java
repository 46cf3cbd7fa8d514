package io.blinktwice.soak;

import io.blinktwice.soak.Voice.Figure;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Replaces the instances under load by another build, one by one, and goes back the same way: the
 * state that one wrote is read by the other in both directions.
 */
public final class UpgradeSoak implements Soak {
  private static final Duration SHORTEST_WORK = Duration.ofSeconds(3);

  private final Cast cast;
  private final Build before;
  private final Build after;
  private final SoakPlan plan;
  private final Voice voice;
  private final Scene scene;
  private final List<Violation> found = new ArrayList<>();

  public UpgradeSoak(Cast cast, Build before, Build after, SoakPlan plan, Voice voice) {
    this.cast = cast;
    this.before = before;
    this.after = after;
    this.plan = plan;
    this.voice = voice;
    this.scene = new Scene(cast, plan);
  }

  @Override
  public Outcome run() throws IOException, SoakFailed, InterruptedException {
    voice.line(
        "from store format %d to %d and back at %,d records/s, seed %d"
            .formatted(before.storeFormat(), after.storeFormat(), plan.rate(), plan.seed()));
    Traffic traffic = scene.open(before);
    work("before the upgrade", before);
    roll(after, traffic);
    work("after the upgrade", after);
    roll(before, traffic);
    work("after going back", before);
    found.addAll(scene.settle(traffic, voice));
    voice.line(scene.observations().account().toString());
    voice.line(
        "%,d records nobody answered for, %,d active pins; %d violations"
            .formatted(
                scene.observations().unanswered(),
                scene.observations().activePins(),
                found.size()));
    voice.figure(new Figure("soak.upgrade.violations", found.size(), "count", 0));
    return new Outcome(plan.seed(), found);
  }

  private void roll(Build next, Traffic traffic)
      throws IOException, SoakFailed, InterruptedException {
    for (int number = 1; number <= Cast.INSTANCES; number++) {
      scene.awaitCalm();
      scene.observations().disturbed(traffic.runs());
      scene.stage().instance(number).replaceBy(cast.instance(number, next));
      Duration resumed =
          scene
              .awaitResumed()
              .orElseThrow(() -> new SoakFailed("a partition never went on after a replacement"));
      scene.awaitCalm();
      double seconds = resumed.toMillis() / 1e3;
      voice.line(
          "instance %d now writes format %d; all partitions went on within %.1f s, %d violations"
              .formatted(
                  number, next.storeFormat(), seconds, scene.observations().violations().size()));
      voice.figure(new Figure("soak.upgrade.resume", seconds, "s", 0));
    }
  }

  /** A while of nothing but load, in which every state is written in one format. */
  private void work(String when, Build build) throws IOException, SoakFailed, InterruptedException {
    scene.awaitCalm();
    String application = cast.kafka().topicPrefix() + "." + Scene.APPLICATION;
    try (Changelog changelog = new Changelog(cast.kafka(), application, StoreAudit.WORKLOADS)) {
      Map<TopicPartition, Long> from = changelog.ends();
      Thread.sleep(workTime());
      Map<Integer, Long> formats = changelog.formats(from, changelog.ends());
      voice.line("%s states are written in formats %s".formatted(when, formats));
      if (!formats.keySet().equals(Set.of(build.storeFormat()))) {
        found.add(
            new Violation(
                Kind.UNEXPECTED,
                when,
                "states were written in formats %s, not %d"
                    .formatted(formats, build.storeFormat())));
      }
    }
  }

  /** Long enough that each workload of the moment is written anew, whatever the rate. */
  private Duration workTime() {
    Duration once = Duration.ofSeconds(Math.ceilDiv(plan.workloads(), plan.rate()));
    return once.compareTo(SHORTEST_WORK) > 0 ? once : SHORTEST_WORK;
  }

  @Override
  public void close() {
    scene.close();
  }
}
