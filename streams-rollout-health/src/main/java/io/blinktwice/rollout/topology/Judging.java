package io.blinktwice.rollout.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WaveHash;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Judged;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.health.decision.HealthBook;
import io.blinktwice.rollout.judge.decision.AlphaBudget;
import io.blinktwice.rollout.judge.decision.Beat;
import io.blinktwice.rollout.judge.decision.Finding;
import io.blinktwice.rollout.judge.decision.JudgeBench;
import io.blinktwice.rollout.judge.decision.JudgePolicy;
import io.blinktwice.rollout.judge.decision.Order;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import io.blinktwice.rollout.judge.decision.SpeedPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The judges and the health of versions, kept part by part: what a beat touched is written, and a
 * restart reads it all once.
 */
final class Judging {
  private final KeyValueStore<String, byte[]> store;
  private final JudgeBench bench;
  private final HealthBook health;

  Judging(KeyValueStore<String, byte[]> store) {
    this.store = store;
    Map<String, byte[]> parts = new HashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        parts.put(next.key, next.value);
      }
    }
    Map<String, byte[]> ofHealth = new HashMap<>(parts);
    ofHealth.keySet().removeIf(name -> !HealthBook.isPart(name));
    parts.keySet().removeIf(HealthBook::isPart);
    this.bench = JudgeBench.restored(Judging::draws, parts);
    this.health = HealthBook.restored(ofHealth);
  }

  private static ToDoubleFunction<String> draws(String release) {
    EngineVersion version = new EngineVersion(release);
    return unit -> WaveHash.of(new Fingerprint(unit), version);
  }

  JudgeBench bench() {
    return bench;
  }

  HealthBook health() {
    return health;
  }

  /** What is kept off a release: it stays off whoever decides next. */
  List<String> confined(EngineVersion version) {
    return bench
        .judge(version.value())
        .map(judge -> judge.confined().stream().map(Object::toString).sorted().toList())
        .orElse(List.of());
  }

  /** What the catalogue says of a version holds for its next roll-out. */
  void happened(Event event) {
    switch (event) {
      case Event.VersionRegistered registered ->
          bench.allow(registered.version().value(), registered.budget());
      case Event.VersionWithdrawn(EngineVersion version) -> bench.forget(version.value());
      case Event.RolloutChanged _, Event.CommandRefused _ -> {}
    }
  }

  /** A person decided about a roll-out: that wins over whatever the judge has found. */
  void ordered(Command command, RolloutChanged change) {
    String release = change.version().value();
    String actor = command.order().actor();
    String reason = command.order().reason();
    switch (command) {
      case Command.Start start -> begin(change, SpeedPolicy.BY_HAND);
      case Command.StartByEvidence start -> begin(change, SpeedPolicy.DEFAULT);
      case Command.Advance advance ->
          order(change, new Order.SetShare(actor, reason, advance.share()));
      case Command.Pause pause -> order(change, new Order.PauseNow(actor, reason));
      case Command.Resume resume ->
          order(change, new Order.Resume(actor, reason, budget(release, resume)));
      case Command.Promote _, Command.Abort _ -> bench.end(release);
    }
  }

  private AlphaBudget budget(String release, Command.Resume resume) {
    Double said = resume.pauseBudget();
    Double alpha = said == null ? bench.budget(release).pause() : said;
    return alpha == null ? AlphaBudget.DEFAULT : AlphaBudget.of(alpha);
  }

  private void begin(RolloutChanged change, SpeedPolicy speed) {
    String release = change.version().value();
    health.begin(release);
    bench.begin(
        release, JudgePolicy.DEFAULT.withSpeed(speed), change.rollout().share(), change.at());
  }

  private void order(RolloutChanged change, Order order) {
    bench.judge(change.version().value()).ifPresent(judge -> judge.ordered(order, change.at()));
  }

  /** One beat of news; answers with what it changes in the fleet. */
  List<RolloutChanged> beat(Fleet fleet, Beat beat, List<News> news) {
    adopt(fleet, beat.end());
    news.forEach(each -> health.hear(each, bench));
    List<RolloutChanged> changes = new ArrayList<>();
    Fleet now = fleet;
    for (JudgeBench.Found found : bench.beat(beat, news)) {
      EngineVersion version = new EngineVersion(found.release());
      ReleaseJudge judge = bench.judge(found.release()).orElseThrow();
      Finding finding = found.finding();
      var change = Rollouts.follow(now, version, finding, Judged.of(finding, judge));
      if (change.isPresent()) {
        now = now.apply(change.get());
        changes.add(change.get());
      }
    }
    return changes;
  }

  /** A roll-out that began before there were judges is watched from now on. */
  private void adopt(Fleet fleet, Instant at) {
    fleet
        .rollouts()
        .forEach(
            (version, rollout) -> {
              boolean rolling = rollout.state() == Rollout.State.ROLLING_OUT;
              if (rolling && bench.judge(version.value()).isEmpty()) {
                health.begin(version.value());
                bench.begin(
                    version.value(),
                    JudgePolicy.DEFAULT.withSpeed(SpeedPolicy.BY_HAND),
                    rollout.share(),
                    at);
              }
            });
  }

  /** Writes down what differs from what is kept. */
  void keep() {
    bench.touched().forEach(name -> put(name, bench.part(name)));
    health.touched().forEach(name -> put(name, health.part(name)));
  }

  private void put(String name, byte @Nullable [] part) {
    if (part == null) {
      store.delete(name);
    } else {
      store.put(name, part);
    }
  }
}
