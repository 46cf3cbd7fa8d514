package io.blinktwice.pinning.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.pinning.decision.CleanRecord;
import io.blinktwice.pinning.decision.Comparison;
import io.blinktwice.pinning.decision.Flakiness;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Refusal;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * A workload's state as bytes of our own: every event writes one, and Avro takes several times as
 * long for it. Values stand in a fixed order; another order or another value is another format.
 */
final class PackedWorkload {
  private PackedWorkload() {}

  /** The state behind some bytes that are there already. */
  static byte[] behind(byte[] head, WorkloadState state, boolean withRefusals) {
    StateWriter out = new StateWriter(head);
    out.text(state.workload().workspace().value());
    out.text(state.workload().name().value());
    out.text(state.workload().fingerprint().value());
    write(out, state.overall());
    out.count(state.flakiness().recovered());
    out.count(state.flakiness().runs());
    out.count(state.flakiness().suspicions());
    out.list(
        state.records().entrySet(),
        (to, kept) -> {
          to.text(kept.getKey().value());
          write(to, kept.getValue());
        });
    out.optional(PackedRuns.value(state.lastKnownGood()));
    out.list(
        state.runs().entrySet(), (to, run) -> PackedRuns.write(to, run.getKey(), run.getValue()));
    Pin pin = state.pin();
    out.flag(pin != null);
    if (pin != null) {
      PackedPins.write(out, pin);
    }
    WorkloadState.Grave grave = state.grave();
    out.flag(grave != null);
    if (grave != null) {
      out.text(grave.pin().value());
      out.time(grave.endedAt());
    }
    Comparison comparison = state.comparison();
    out.flag(comparison != null);
    if (comparison != null) {
      PackedPins.write(out, comparison);
    }
    if (withRefusals) {
      out.list(
          state.refusals(),
          (to, refusal) -> {
            to.text(refusal.release().value());
            to.text(refusal.condition());
          });
    }
    return out.bytes();
  }

  /** What stands from there to the end of the bytes, which it must reach. */
  static WorkloadState from(byte[] bytes, int begin, boolean withRefusals) {
    StateReader in = StateReader.behind(bytes, begin);
    WorkloadState state =
        new WorkloadState(
            new Workload(
                new WorkspaceId(in.text()), new WorkloadId(in.text()), new Fingerprint(in.text())),
            cleanRecord(in),
            new Flakiness(in.count(), in.count(), in.count()),
            records(in),
            PackedRuns.version(in.optional()),
            runs(in),
            in.flag() ? PackedPins.pin(in) : null,
            in.flag() ? new WorkloadState.Grave(new DecisionId(in.text()), in.instant()) : null,
            in.flag() ? PackedPins.comparison(in) : null,
            withRefusals ? in.list(PackedWorkload::refusal) : List.of());
    if (!in.isAtEnd()) {
      throw new IllegalArgumentException("bytes are left over after the state");
    }
    return state;
  }

  private static Refusal refusal(StateReader in) {
    return new Refusal(new EngineVersion(in.text()), in.text());
  }

  private static void write(StateWriter out, CleanRecord kept) {
    out.number(kept.inARow());
    out.number(kept.longest());
    out.count(kept.total());
    out.number(kept.discordant());
    out.optional(kept.codeHash());
  }

  private static CleanRecord cleanRecord(StateReader in) {
    return new CleanRecord(in.number(), in.number(), in.count(), in.number(), in.optional());
  }

  private static TreeMap<EngineVersion, CleanRecord> records(StateReader in) {
    TreeMap<EngineVersion, CleanRecord> records = new TreeMap<>();
    for (int left = in.number(); left > 0; left--) {
      records.put(new EngineVersion(in.text()), cleanRecord(in));
    }
    return records;
  }

  private static LinkedHashMap<RunId, RunState> runs(StateReader in) {
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    for (int left = in.number(); left > 0; left--) {
      RestedRun run = PackedRuns.run(in);
      runs.put(run.id(), run.state());
    }
    return runs;
  }
}
