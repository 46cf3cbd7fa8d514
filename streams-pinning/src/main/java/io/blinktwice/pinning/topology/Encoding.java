package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.RuleVersion;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What an outcome tells the world, as records of our topics. */
record Encoding(Outcome outcome, List<String> inputs, Instant at) {

  /** One record to be written; a null value ends its key. */
  record Told(Topic<? extends SpecificRecord> topic, String id, @Nullable SpecificRecord value) {}

  List<Told> records() {
    List<Told> told = new ArrayList<>();
    String createdPin = createdPin();
    for (Change change : outcome.changes()) {
      switch (change) {
        case Change.AttemptUpdated updated -> {}
        case Change.RecordUpdated updated -> {}
        case Change.OverallUpdated updated -> {}
        case Change.LastKnownGoodMoved moved -> {}
        case Change.RunCompared compared -> {}
        case Change.VerdictGiven(Attempt attempt, Verdict verdict) ->
            told.add(
                new Told(
                    Topics.RUN_VERDICTS,
                    verdict.id().value(),
                    verdict(attempt, verdict, createdPin)));
        case Change.PinCreated(Pin pin) -> {
          told.add(new Told(Topics.PINS, pin.id().value(), PinRecords.pin(workload(), pin)));
          told.add(story(pin, PinEventKind.CREATED, pin.reasons(), null));
        }
        case Change.PinReleased(Pin pin, var reasons, String actor) -> {
          told.add(story(pin, PinEventKind.RELEASED, reasons, actor));
          if (outcome.next().pin() == null) {
            told.add(new Told(Topics.PINS, pin.id().value() + "-end", null));
          }
        }
      }
    }
    return told;
  }

  private @Nullable String createdPin() {
    return outcome.changes().stream()
        .filter(Change.PinCreated.class::isInstance)
        .map(change -> ((Change.PinCreated) change).pin().id().value())
        .findFirst()
        .orElse(null);
  }

  private Workload workload() {
    return outcome.next().workload();
  }

  private Told story(Pin pin, PinEventKind kind, List<Reason> reasons, @Nullable String actor) {
    String id = pin.id().value() + "-" + kind.name().toLowerCase(Locale.ROOT);
    PinEvent event =
        PinEvent.newBuilder()
            .setEventId(id)
            .setKind(kind)
            .setPin(PinRecords.pin(workload(), pin))
            .setReasons(PinRecords.reasons(reasons))
            .setActor(actor)
            .setAt(at)
            .build();
    return new Told(Topics.PIN_EVENTS, id, event);
  }

  private RunVerdict verdict(Attempt attempt, Verdict verdict, @Nullable String createdPin) {
    AttemptState known = outcome.next().attempt(attempt);
    RunVerdict.Builder told =
        RunVerdict.newBuilder()
            .setDecisionId(verdict.id().value())
            .setWorkspace(workload().workspace().value())
            .setWorkload(workload().name().value())
            .setFingerprint(workload().fingerprint().value())
            .setRunId(attempt.run().value())
            .setAttempt(attempt.number())
            .setEngineVersion(String.valueOf(known.version()))
            .setSucceeded(known.phase() == AttemptState.Phase.SUCCEEDED)
            .setCategory(category(known))
            .setPinId(createdPin)
            .setReasons(PinRecords.reasons(verdict.reasons()))
            .setInputs(inputs)
            .setRuleVersion(RuleVersion.CURRENT)
            .setDecidedAt(at);
    switch (verdict.action()) {
      case Verdict.Action.Finish finish -> told.setAction(VerdictAction.FINISH);
      case Verdict.Action.RetrySame(EngineVersion version, var after) ->
          told.setAction(VerdictAction.RETRY_SAME)
              .setRetryVersion(version.value())
              .setRetryAfterMillis(after.toMillis());
      case Verdict.Action.RetryLastGood(EngineVersion version) ->
          told.setAction(VerdictAction.RETRY_LAST_GOOD).setRetryVersion(version.value());
      case Verdict.Action.RetryLarger(EngineVersion version) ->
          told.setAction(VerdictAction.RETRY_LARGER).setRetryVersion(version.value());
    }
    return told.build();
  }

  private static @Nullable FailureCategory category(AttemptState known) {
    return known.classified() == null ? null : PinRecords.category(known.classified().category());
  }
}
