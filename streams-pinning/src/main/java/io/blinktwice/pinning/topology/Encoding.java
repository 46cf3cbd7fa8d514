package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What an outcome tells the world, as records of our topics. */
record Encoding(Outcome outcome, SizeRecord sizes, List<String> inputs, Instant at) {

  /** One record to be written; a null value ends its key. */
  record Told(Topic<? extends SpecificRecord> topic, String id, @Nullable SpecificRecord value) {}

  List<Told> records() {
    List<Told> told = new ArrayList<>();
    VerdictRecords verdicts = new VerdictRecords(outcome, sizes, inputs, at);
    PinStory story = new PinStory(outcome.next().workload(), inputs, at);
    for (Change change : outcome.changes()) {
      switch (change) {
        case Change.AttemptUpdated updated -> {}
        case Change.RecordUpdated updated -> {}
        case Change.OverallUpdated updated -> {}
        case Change.FlakinessUpdated updated -> {}
        case Change.LastKnownGoodMoved moved -> {}
        case Change.RunCompared compared -> {}
        case Change.RunMeasured measured -> {}
        case Change.ComparisonWanted wanted -> {}
        case Change.ComparisonUpdated updated -> {}
        case Change.ComparisonEnded ended -> {}
        case Change.ChangeMet met -> {}
        case Change.RunForgotten forgotten -> {}
        case Change.VerdictGiven(Attempt attempt, Verdict verdict) ->
            told.add(
                new Told(Topics.RUN_VERDICTS, verdict.id().value(), verdicts.of(attempt, verdict)));
        case Change.RetryProved(var lesson) -> told.add(verdicts.label(lesson));
        case Change.OfPin ofPin -> told.addAll(story.of(ofPin));
        case Change.PinBuried(var pin) -> {
          if (outcome.next().pin() == null) {
            told.add(new Told(Topics.PINS, pin.value() + "-end", null));
          }
        }
      }
    }
    return told;
  }
}
