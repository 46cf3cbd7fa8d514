package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Observation;
import io.blinktwice.pinning.decision.RunReport;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, in the decision's words; throws {@link UnusableRecord} where it says nothing.
 */
record Decoding(Workload workload, @Nullable RunId run, Observation observation) {
  /** Enough to see what failed; the whole of it stays in the run event. */
  private static final int TEXT_KEPT = 600;

  private static final int NAME_KEPT = 120;
  private static final int CHAIN_KEPT = 4;

  static Decoding of(SpecificRecord value) {
    try {
      return switch (value) {
        case RunEvent event ->
            new Decoding(
                workload(event.getWorkspace(), event.getWorkload(), event.getFingerprint()),
                new RunId(event.getRunId()),
                observed(event));
        case FailureClassification said ->
            new Decoding(
                workload(said.getWorkspace(), said.getWorkload(), said.getFingerprint()),
                new RunId(said.getRunId()),
                observed(said));
        case PinCommand command ->
            new Decoding(
                workload(command.getWorkspace(), command.getWorkload(), command.getFingerprint()),
                null,
                observed(command));
        default -> throw new UnusableRecord("unexpected " + value.getSchema().getFullName());
      };
    } catch (IllegalArgumentException e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
  }

  /** For states that cannot keep whose word a classification was. */
  Decoding withoutOpinion() {
    return observation instanceof Observation.FailureClassified(Attempt attempt, Classified said)
        ? new Decoding(
            workload, run, new Observation.FailureClassified(attempt, said.withoutOpinion()))
        : this;
  }

  private static Workload workload(String workspace, String name, String fingerprint) {
    return new Workload(
        new WorkspaceId(workspace), new WorkloadId(name), new Fingerprint(fingerprint));
  }

  private static Observation observed(RunEvent event) {
    RunReport report =
        new RunReport(
            attempt(event.getRunId(), event.getAttempt()),
            new EngineVersion(event.getEngineVersion()),
            cut(event.getDecisionId()),
            cut(event.getCodeHash()),
            watched(event),
            Usage.of(cut(event.getCluster()), Figures.of(event.getMeasured())));
    return switch (event.getKind()) {
      case STARTED -> new Observation.AttemptStarted(report);
      case SUCCEEDED -> new Observation.AttemptSucceeded(report);
      case FAILED -> new Observation.AttemptFailed(report, failure(event.getError()));
      case KILLED ->
          event.getInferred()
              ? new Observation.AttemptLost(report)
              : new Observation.AttemptKilled(report);
      case UNKNOWN -> throw new UnusableRecord("a run event of a kind that is not known here");
    };
  }

  private static Observation observed(FailureClassification said) {
    return new Observation.FailureClassified(
        attempt(said.getRunId(), said.getAttempt()),
        new Classified(
            category(said.getCategory()),
            confidence(said),
            said.getOom(),
            cutName(said.getSignature()),
            said.getRevision(),
            new Classified.Opinion(cutName(said.getClassifier()), probabilities(said))));
  }

  private static SortedMap<String, Double> probabilities(FailureClassification said) {
    TreeMap<String, Double> probabilities = new TreeMap<>();
    said.getProbabilities()
        .forEach((category, probability) -> probabilities.put(cutName(category), probability));
    return probabilities;
  }

  /** Whoever gives no probabilities is taken at their word. */
  private static double confidence(FailureClassification said) {
    Double probability = said.getProbabilities().get(said.getCategory().name());
    return probability == null ? 1 : Math.clamp(probability, 0.0, 1.0);
  }

  private static Observation observed(PinCommand command) {
    Observation.Wish wish =
        new Observation.Wish(command.getCommandId(), command.getActor(), command.getReason());
    return switch (command.getKind()) {
      case PIN_BY_HAND -> {
        if (command.getVersion() == null) {
          throw new UnusableRecord("a pin by hand names no version");
        }
        yield new Observation.PinWanted(
            new EngineVersion(command.getVersion()), command.getUntil(), wish);
      }
      case RELEASE ->
          new Observation.ReleaseWanted(
              command.getPinId(), ending(command.getEnding()), version(command.getFixedIn()), wish);
      case EXTEND -> {
        if (command.getUntil() == null) {
          throw new UnusableRecord("a pin is to be extended, but not until when");
        }
        yield new Observation.ExtensionWanted(command.getPinId(), command.getUntil(), wish);
      }
      case REVIEW -> new Observation.TimeCame();
      case UNKNOWN -> throw new UnusableRecord("a pin command of a kind that is not known here");
    };
  }

  private static Change.Ending ending(PinEnding said) {
    return switch (said) {
      case PERSON, UNKNOWN -> Change.Ending.PERSON;
      case FALSE_POSITIVE -> Change.Ending.FALSE_POSITIVE;
      case FIXED -> Change.Ending.FIXED;
      case PROBED_CLEAN -> Change.Ending.PROBED_CLEAN;
      case EXPIRED -> Change.Ending.EXPIRED;
      case REPLACED -> Change.Ending.REPLACED;
      case VERSION_RETIRED -> Change.Ending.VERSION_RETIRED;
    };
  }

  private static @Nullable EngineVersion version(@Nullable String value) {
    return value == null ? null : new EngineVersion(value);
  }

  private static Attempt attempt(String run, int number) {
    return new Attempt(new RunId(run), number);
  }

  private static @Nullable FailureSeen failure(@Nullable WireError error) {
    if (error == null) {
      return null;
    }
    String message = error.getMessage();
    boolean cut = message.length() > TEXT_KEPT;
    return new FailureSeen(
        cutName(error.getGrpcStatus()),
        cut(error.getExceptionClass()),
        error.getExceptionChain().stream().limit(CHAIN_KEPT).map(Decoding::cutName).toList(),
        cut(error.getCondition()),
        cut(error.getSqlState()),
        shown(message),
        cut || error.getMessageTruncated());
  }

  /** Who writes to the topic may not have taken the secrets out; what we write has none. */
  private static String shown(String message) {
    String begin = message.substring(0, Math.min(message.length(), 2 * TEXT_KEPT));
    String clean = SecretRedaction.redact(begin);
    return clean.substring(0, Math.min(clean.length(), TEXT_KEPT));
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null ? null : cutName(name);
  }

  private static String cutName(String name) {
    return name.length() > NAME_KEPT ? name.substring(0, NAME_KEPT) : name;
  }

  /** "No write was seen" counts only from someone who watched the whole attempt. */
  private static SideEffects watched(RunEvent event) {
    SideEffects said = sideEffects(event.getSideEffects());
    RunMetrics measured = event.getMeasured();
    boolean watchedAll =
        event.getSource() == RunEventSource.GATEWAY || measured != null && measured.getComplete();
    return said == SideEffects.NONE_SEEN && !watchedAll ? SideEffects.UNKNOWN : said;
  }

  private static SideEffects sideEffects(io.blinktwice.events.SideEffects said) {
    return switch (said) {
      case UNKNOWN -> SideEffects.UNKNOWN;
      case NONE_SEEN -> SideEffects.NONE_SEEN;
      case MAY_HAVE_WRITTEN -> SideEffects.MAY_HAVE_WRITTEN;
      case DECLARED_IDEMPOTENT -> SideEffects.DECLARED_IDEMPOTENT;
      case DECLARED_APPEND -> SideEffects.DECLARED_APPEND;
    };
  }

  private static Category category(io.blinktwice.events.FailureCategory said) {
    return switch (said) {
      case USER -> Category.USER;
      case INFRASTRUCTURE -> Category.INFRASTRUCTURE;
      case SYSTEM -> Category.SYSTEM;
      case UNDECIDED -> Category.UNDECIDED;
    };
  }
}
