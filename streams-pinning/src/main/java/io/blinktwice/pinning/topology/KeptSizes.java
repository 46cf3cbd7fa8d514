package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.RunId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.sizing.decision.SizeAdvice;
import io.blinktwice.pinning.sizing.decision.SizeKeeping;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.blinktwice.pinning.sizing.decision.Sizing;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows of the sizes that its workloads had and should get. Only what concerns failures
 * reads it: the many runs that end well cost nothing here.
 */
final class KeptSizes {
  private static final int NAME_KEPT = 64;
  private static final int SENTENCE_KEPT = 300;

  private final KeyValueStore<String, SizeRecord> store;

  KeptSizes(KeyValueStore<String, SizeRecord> store) {
    this.store = store;
  }

  private SizeRecord of(String key) {
    SizeRecord stored = store.get(key);
    return stored == null ? SizeRecord.NONE : stored;
  }

  /** The autoscaler advises something for the next run. */
  void advised(String key, ResourceAdvice said) {
    if (!key.equals(said.getFingerprint())) {
      throw new UnusableRecord("the record's key is not the fingerprint that it speaks of");
    }
    Long bytes = said.getMemoryBytes();
    SizeWish wish =
        new SizeWish(
            cut(said.getSize(), NAME_KEPT),
            bytes == null ? 0 : Math.max(0, bytes),
            said.getAlone());
    String sentence = said.getReasons().isEmpty() ? "" : said.getReasons().getFirst().getSentence();
    store.put(
        key,
        of(key)
            .advised(
                new SizeAdvice(
                    said.getAdviceId(),
                    wish,
                    sentence.substring(0, Math.min(SENTENCE_KEPT, sentence.length())))));
  }

  /** What decisions on this record need; a failure that says its size is noted at once. */
  SizeRecord toDecide(String key, SpecificRecord heard) {
    return switch (heard) {
      case RunEvent run when run.getKind() == RunEventKind.FAILED -> noted(key, run);
      case FailureClassification failure when failure.getOom() -> of(key);
      default -> SizeRecord.NONE;
    };
  }

  private SizeRecord noted(String key, RunEvent run) {
    SizeRecord before = of(key);
    try {
      Integer neighbours = run.getNeighbours();
      String size = cut(run.getClusterSize(), NAME_KEPT);
      if (size == null && (neighbours == null || neighbours <= 0)) {
        return before;
      }
      SizeRecord after =
          before.failed(
              new Attempt(new RunId(run.getRunId()), run.getAttempt()),
              size,
              neighbours == null ? 0 : neighbours);
      if (!after.equals(before)) {
        store.put(key, after);
      }
      return after;
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
  }

  /** Keeps what the verdicts of an outcome asked for. */
  SizeRecord after(String key, Outcome outcome, Sizing sizing) {
    SizeRecord known = sizing.known();
    for (Change change : outcome.changes()) {
      if (change instanceof Change.VerdictGiven(Attempt attempt, Verdict verdict)
          && verdict.action() instanceof Verdict.Action.RetryLarger) {
        known =
            SizeKeeping.asked(
                outcome.next().run(attempt.run()).fallen(attempt), sizing.knowing(known));
      }
    }
    if (!known.equals(sizing.known())) {
      store.put(key, known);
    }
    return known;
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    return text == null || text.isBlank() ? null : text.substring(0, Math.min(most, text.length()));
  }
}
