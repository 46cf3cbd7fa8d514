package io.blinktwice.pinning.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs and their attempts as bytes; each is read in the order in which it is written. */
final class PackedRuns {
  private PackedRuns() {}

  static void write(StateWriter out, RunId id, RunState run) {
    out.text(id.value());
    out.flag(run.compared());
    out.list(
        run.attempts().entrySet(),
        (to, attempt) -> {
          to.number(attempt.getKey());
          write(to, attempt.getValue());
        });
  }

  static RestedRun run(StateReader in) {
    RunId id = new RunId(in.text());
    boolean compared = in.flag();
    TreeMap<Integer, AttemptState> attempts = new TreeMap<>();
    for (int left = in.number(); left > 0; left--) {
      attempts.put(in.number(), attempt(in));
    }
    return new RestedRun(id, new RunState(attempts, compared));
  }

  private static void write(StateWriter out, AttemptState state) {
    out.text(state.phase().name());
    out.optional(value(state.version()));
    out.optional(state.resolveDecision());
    out.optional(state.codeHash());
    out.text(state.sideEffects().name());
    write(out, state.usage());
    out.optional(state.firstSeen());
    out.optional(state.endedAt());
    write(out, state.failure());
    Classified classified = state.classified();
    out.flag(classified != null);
    if (classified != null) {
      write(out, classified);
    }
    Verdict verdict = state.verdict();
    out.flag(verdict != null);
    if (verdict != null) {
      write(out, verdict);
    }
  }

  private static AttemptState attempt(StateReader in) {
    return new AttemptState(
        AttemptState.Phase.valueOf(in.text()),
        version(in.optional()),
        in.optional(),
        in.optional(),
        SideEffects.valueOf(in.text()),
        usage(in),
        in.optionalInstant(),
        in.optionalInstant(),
        failure(in),
        in.flag() ? classified(in) : null,
        in.flag() ? verdict(in) : null);
  }

  static void write(StateWriter out, Usage usage) {
    out.optional(usage.cluster());
    out.list(
        usage.figures().entrySet(),
        (to, figure) -> {
          to.text(figure.getKey());
          to.count(figure.getValue());
        });
  }

  static Usage usage(StateReader in) {
    String cluster = in.optional();
    TreeMap<String, Long> figures = new TreeMap<>();
    for (int left = in.number(); left > 0; left--) {
      figures.put(in.text(), in.count());
    }
    return new Usage(cluster, figures);
  }

  static void write(StateWriter out, @Nullable FailureSeen seen) {
    out.flag(seen != null);
    if (seen != null) {
      out.text(seen.grpcStatus());
      out.optional(seen.exceptionClass());
      out.list(seen.exceptionChain(), StateWriter::text);
      out.optional(seen.condition());
      out.optional(seen.sqlState());
      out.text(seen.message());
      out.flag(seen.messageTruncated());
    }
  }

  static @Nullable FailureSeen failure(StateReader in) {
    return in.flag()
        ? new FailureSeen(
            in.text(),
            in.optional(),
            in.list(StateReader::text),
            in.optional(),
            in.optional(),
            in.text(),
            in.flag())
        : null;
  }

  static void write(StateWriter out, Classified said) {
    out.text(said.category().name());
    out.real(said.confidence());
    out.flag(said.outOfMemory());
    out.text(said.signature());
    out.number(said.revision());
    out.text(said.opinion().classifier());
    out.list(
        said.opinion().probabilities().entrySet(),
        (to, probability) -> {
          to.text(probability.getKey());
          to.real(probability.getValue());
        });
  }

  static Classified classified(StateReader in) {
    return new Classified(
        Category.valueOf(in.text()), in.real(), in.flag(), in.text(), in.number(), opinion(in));
  }

  private static Classified.Opinion opinion(StateReader in) {
    String classifier = in.text();
    SortedMap<String, Double> probabilities = new TreeMap<>();
    for (int left = in.number(); left > 0; left--) {
      probabilities.put(in.text(), in.real());
    }
    return new Classified.Opinion(classifier, probabilities);
  }

  private static void write(StateWriter out, Verdict given) {
    out.text(given.id().value());
    out.flag(given.suspect());
    out.real(given.probability());
    write(out, given.reasons());
    switch (given.action()) {
      case Verdict.Action.Finish finish -> out.text(StoredAction.FINISH.name());
      case Verdict.Action.RetrySame(EngineVersion version, Duration after) -> {
        out.text(StoredAction.RETRY_SAME.name());
        out.text(version.value());
        out.count(after.toMillis());
      }
      case Verdict.Action.RetryLastGood(EngineVersion version) -> {
        out.text(StoredAction.RETRY_LAST_GOOD.name());
        out.text(version.value());
      }
      case Verdict.Action.RetryLarger(EngineVersion version) -> {
        out.text(StoredAction.RETRY_LARGER.name());
        out.text(version.value());
      }
    }
  }

  private static Verdict verdict(StateReader in) {
    DecisionId id = new DecisionId(in.text());
    boolean suspect = in.flag();
    double probability = in.real();
    List<Reason> reasons = reasons(in);
    return new Verdict(id, action(in), reasons, suspect, probability);
  }

  private static Verdict.Action action(StateReader in) {
    return switch (StoredAction.valueOf(in.text())) {
      case FINISH -> new Verdict.Action.Finish();
      case RETRY_SAME ->
          new Verdict.Action.RetrySame(new EngineVersion(in.text()), Duration.ofMillis(in.count()));
      case RETRY_LAST_GOOD -> new Verdict.Action.RetryLastGood(new EngineVersion(in.text()));
      case RETRY_LARGER -> new Verdict.Action.RetryLarger(new EngineVersion(in.text()));
    };
  }

  static void write(StateWriter out, List<Reason> reasons) {
    out.list(reasons, PackedRuns::write);
  }

  static List<Reason> reasons(StateReader in) {
    return in.list(PackedRuns::reason);
  }

  static void write(StateWriter out, Reason reason) {
    out.text(reason.rule());
    out.text(reason.sentence());
  }

  static Reason reason(StateReader in) {
    return new Reason(in.text(), in.text());
  }

  static @Nullable String value(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }

  static @Nullable EngineVersion version(@Nullable String value) {
    return value == null ? null : new EngineVersion(value);
  }
}
