package io.blinktwice.pinning.store;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.Comparison;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.Metric;
import io.blinktwice.pinning.store.avro.StoredComparison;
import io.blinktwice.pinning.store.avro.StoredFinding;
import io.blinktwice.pinning.store.avro.StoredGrown;
import io.blinktwice.pinning.store.avro.StoredSlowness;

/** What a workload's state says of its figures, from and to what is stored. */
final class StoredSpeed {
  private StoredSpeed() {}

  static StoredComparison comparison(Comparison wanted) {
    Comparison.Suspicious suspicion = wanted.suspicion();
    return StoredComparison.newBuilder()
        .setRunId(suspicion.run().value())
        .setCluster(suspicion.usage().cluster())
        .setFigures(suspicion.usage().figures())
        .setSideEffects(suspicion.sideEffects().name())
        .setNewer(wanted.newer().value())
        .setOlder(wanted.older().value())
        .setFinding(finding(wanted.finding()))
        .setUnanswered(wanted.unanswered())
        .build();
  }

  static Comparison comparison(StoredComparison stored) {
    return new Comparison(
        new Comparison.Suspicious(
            new RunId(stored.getRunId()),
            Usage.of(stored.getCluster(), stored.getFigures()),
            SideEffects.valueOf(stored.getSideEffects())),
        new EngineVersion(stored.getNewer()),
        new EngineVersion(stored.getOlder()),
        finding(stored.getFinding()),
        stored.getUnanswered());
  }

  static StoredSlowness slowness(Pin.Slowness slowness) {
    return StoredSlowness.newBuilder()
        .setRunId(slowness.run().value())
        .setNewer(slowness.newer().value())
        .setCluster(slowness.usage().cluster())
        .setFigures(slowness.usage().figures())
        .setGoodRunId(slowness.goodRun().value())
        .setOlder(slowness.older().value())
        .setGoodCluster(slowness.goodUsage().cluster())
        .setGoodFigures(slowness.goodUsage().figures())
        .setCodeHash(slowness.codeHash())
        .setFinding(finding(slowness.finding()))
        .build();
  }

  static Pin.Slowness slowness(StoredSlowness stored) {
    return new Pin.Slowness(
        new RunId(stored.getRunId()),
        new EngineVersion(stored.getNewer()),
        Usage.of(stored.getCluster(), stored.getFigures()),
        new RunId(stored.getGoodRunId()),
        new EngineVersion(stored.getOlder()),
        Usage.of(stored.getGoodCluster(), stored.getGoodFigures()),
        stored.getCodeHash(),
        finding(stored.getFinding()));
  }

  static StoredFinding finding(Finding finding) {
    return new StoredFinding(
        finding.logEvidence(),
        finding.grown().stream()
            .map(
                grown ->
                    new StoredGrown(
                        grown.metric().name(),
                        grown.ratio(),
                        grown.logEvidence(),
                        grown.older(),
                        grown.newer()))
            .toList());
  }

  static Finding finding(StoredFinding stored) {
    return new Finding(
        stored.getLogEvidence(),
        stored.getGrown().stream()
            .map(
                grown ->
                    new Finding.Grown(
                        Metric.valueOf(grown.getMetric()),
                        grown.getRatio(),
                        grown.getLogEvidence(),
                        grown.getOlder(),
                        grown.getNewer()))
            .toList());
  }
}
