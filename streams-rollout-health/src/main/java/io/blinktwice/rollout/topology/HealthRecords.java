package io.blinktwice.rollout.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RolloutJudgement;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.events.WaveHealth;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.health.decision.VersionCounts;
import io.blinktwice.rollout.health.decision.WaveCounts;
import io.blinktwice.rollout.judge.decision.Evidence;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import io.blinktwice.rollout.judge.decision.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of versions as the world sees it. */
final class HealthRecords {
  private HealthRecords() {}

  static VersionHealth of(String version, Judging judging, Fleet fleet, Instant now) {
    VersionCounts counts = judging.health().counts(version).orElseThrow();
    Rollout rollout = fleet.rollouts().get(new EngineVersion(version));
    ReleaseJudge judge = judging.bench().judge(version).orElse(null);
    VersionHealth.Builder told =
        VersionHealth.newBuilder()
            .setVersion(version)
            .setPredecessor(predecessor(rollout))
            .setState(rollout == null ? RolloutState.UNKNOWN : Decisions.written(rollout.state()))
            .setShare(rollout == null ? 0 : rollout.share())
            .setRuns(counts.runs())
            .setUserVisibleFailures(counts.userVisible())
            .setActivePins(counts.activePins())
            .setEvidenceAt(counts.runs() == 0 ? null : counts.evidenceAt())
            .setAt(now);
    counts.successRate().ifPresent(told::setSuccessRate);
    told.setWaves(waves(counts.waves(), judge, now));
    if (judge != null) {
      judged(judge, told);
    }
    return told.build();
  }

  private static @Nullable String predecessor(@Nullable Rollout rollout) {
    EngineVersion before = rollout == null ? null : rollout.stableBefore();
    return before == null ? null : before.value();
  }

  private static void judged(ReleaseJudge judge, VersionHealth.Builder told) {
    Evidence evidence = judge.evidence();
    told.setWealth(evidence.wealth())
        .setPauseAt(evidence.threshold())
        .setSince(judge.terms().began());
    if (judge.paused()) {
      told.setJudgement(RolloutJudgement.PAUSE);
    } else if (judge.slow()) {
      told.setJudgement(RolloutJudgement.SLOW);
    } else if (evidence.exposed() > 0) {
      told.setJudgement(RolloutJudgement.CONTINUE);
    }
  }

  private static List<WaveHealth> waves(
      List<WaveCounts> counts, @Nullable ReleaseJudge judge, Instant now) {
    List<Wave> opened = judge == null ? List.of() : judge.waves().opened();
    List<WaveHealth> waves = new ArrayList<>();
    for (int wave = 0; wave < counts.size(); wave++) {
      WaveHealth.Builder told = wave(counts.get(wave)).setWave(wave);
      if (wave == 0 && judge != null) {
        told.setFromShare(judge.share()).setToShare(1);
      } else if (wave > 0 && wave <= opened.size()) {
        Wave slice = opened.get(wave - 1);
        double hours = Duration.between(slice.openedAt(), now).toMillis() / 3_600_000.0;
        told.setFromShare(slice.from()).setToShare(slice.to()).setHours(Math.max(0, hours));
      }
      waves.add(told.build());
    }
    return waves;
  }

  private static WaveHealth.Builder wave(WaveCounts counts) {
    return WaveHealth.newBuilder()
        .setRuns(counts.runs())
        .setCleanRuns(counts.cleanRuns())
        .setWorkloads(counts.workloads())
        .setWorkspaces(counts.workspaces())
        .setFailures(counts.failures())
        .setSuspects(counts.suspects())
        .setRepaired(counts.repaired())
        .setOutOfMemory(counts.outOfMemory())
        .setPins(counts.pins())
        .setPerformancePins(counts.performancePins())
        .setHarmed(counts.harmed())
        .setUserVisibleFailures(counts.userVisible());
  }
}
