package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Observation;
import io.blinktwice.pinning.decision.RunReport;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, in the decision's words; throws {@link UnusableRecord} where it says nothing.
 */
record Decoding(Workload workload, Observation observation) {
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
                observed(event));
        case FailureClassification said ->
            new Decoding(
                workload(said.getWorkspace(), said.getWorkload(), said.getFingerprint()),
                observed(said));
        case PinCommand command ->
            new Decoding(
                workload(command.getWorkspace(), command.getWorkload(), command.getFingerprint()),
                observed(command));
        default -> throw new UnusableRecord("unexpected " + value.getSchema().getFullName());
      };
    } catch (IllegalArgumentException e) {
      throw new UnusableRecord(String.valueOf(e.getMessage()), e);
    }
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
            sideEffects(event.getSideEffects()));
    return switch (event.getKind()) {
      case STARTED -> new Observation.AttemptStarted(report);
      case SUCCEEDED -> new Observation.AttemptSucceeded(report);
      case FAILED -> new Observation.AttemptFailed(report, failure(event.getError()));
      case KILLED -> new Observation.AttemptKilled(report);
      case UNKNOWN -> throw new UnusableRecord("a run event of a kind that is not known here");
    };
  }

  private static Observation observed(FailureClassification said) {
    return new Observation.FailureClassified(
        attempt(said.getRunId(), said.getAttempt()),
        new Classified(
            category(said.getCategory()),
            said.getOom(),
            cutName(said.getSignature()),
            said.getRevision()));
  }

  private static Observation observed(PinCommand command) {
    Observation.Wish wish =
        new Observation.Wish(command.getCommandId(), command.getActor(), command.getReason());
    return switch (command.getKind()) {
      case PIN_BY_HAND -> {
        if (command.getVersion() == null) {
          throw new UnusableRecord("a pin by hand names no version");
        }
        yield new Observation.PinWanted(new EngineVersion(command.getVersion()), wish);
      }
      case RELEASE -> new Observation.ReleaseWanted(command.getPinId(), wish);
      case EXTEND, UNKNOWN ->
          throw new UnusableRecord("a pin command of a kind that is not known here");
    };
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
        cut ? message.substring(0, TEXT_KEPT) : message,
        cut || error.getMessageTruncated());
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null ? null : cutName(name);
  }

  private static String cutName(String name) {
    return name.length() > NAME_KEPT ? name.substring(0, NAME_KEPT) : name;
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
