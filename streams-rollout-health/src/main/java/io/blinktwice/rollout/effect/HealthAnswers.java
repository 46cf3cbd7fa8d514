package io.blinktwice.rollout.effect;

import io.blinktwice.events.VersionHealth;
import io.blinktwice.events.WaveHealth;
import io.blinktwice.rollout.api.HealthAnswer;
import org.jspecify.annotations.Nullable;

/** The health of a version as it is answered. */
final class HealthAnswers {
  private HealthAnswers() {}

  static HealthAnswer of(VersionHealth told) {
    return new HealthAnswer(
        told.getVersion(),
        told.getPredecessor(),
        judgement(told),
        told.getWealth(),
        told.getPauseAt(),
        told.getRuns(),
        told.getUserVisibleFailures(),
        told.getSuccessRate(),
        told.getActivePins(),
        told.getSince(),
        told.getEvidenceAt(),
        told.getAt(),
        told.getWaves().stream().map(HealthAnswers::wave).toList(),
        null);
  }

  private static @Nullable String judgement(VersionHealth told) {
    return told.getJudgement() == null ? null : told.getJudgement().name();
  }

  private static HealthAnswer.WaveAnswer wave(WaveHealth told) {
    return new HealthAnswer.WaveAnswer(
        told.getWave(),
        told.getFromShare(),
        told.getToShare(),
        told.getHours(),
        told.getRuns(),
        told.getCleanRuns(),
        told.getWorkloads(),
        told.getWorkspaces(),
        told.getFailures(),
        told.getSuspects(),
        told.getRepaired(),
        told.getOutOfMemory(),
        told.getPins(),
        told.getPerformancePins(),
        told.getHarmed(),
        told.getUserVisibleFailures());
  }
}
