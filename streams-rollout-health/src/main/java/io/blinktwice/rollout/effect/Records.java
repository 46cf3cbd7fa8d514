package io.blinktwice.rollout.effect;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.BehaviourChange;
import io.blinktwice.events.ChangePolicy;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.rollout.api.PinnedWorkload;
import io.blinktwice.rollout.api.ReleaseEntry;
import io.blinktwice.rollout.api.ReleaseNotes;
import io.blinktwice.rollout.api.Retiring;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Releases and commands as Avro. */
final class Records {
  private Records() {}

  static Release release(ReleaseEntry entry) {
    EngineVersion predecessor = entry.predecessor();
    return Release.newBuilder()
        .setVersion(entry.version().value())
        .setPredecessor(predecessor == null ? null : predecessor.value())
        .setEngine(entry.engine())
        .setSparkConf(entry.sparkConf())
        .setJvmFlags(entry.jvmFlags())
        .setFixes(entry.notes().fixes())
        .setChangedBehaviours(entry.notes().changes().stream().map(Records::change).toList())
        .setPauseBudget(entry.budget().pause())
        .setHarmBudget(entry.budget().harm())
        .setNotes(entry.notes().text())
        .setRetired(entry.notes().retirement() != null)
        .setRetiredTo(retiredTo(entry.notes().retirement()))
        .setRegisteredBy(entry.registeredBy())
        .setRegisteredAt(entry.registeredAt())
        .build();
  }

  static ReleaseEntry entry(Release release) {
    String predecessor = release.getPredecessor();
    return new ReleaseEntry(
        new EngineVersion(release.getVersion()),
        predecessor == null ? null : new EngineVersion(predecessor),
        release.getEngine(),
        release.getSparkConf(),
        release.getJvmFlags(),
        notes(release),
        new ReleaseBudget(release.getPauseBudget(), release.getHarmBudget()),
        release.getRegisteredBy(),
        release.getRegisteredAt());
  }

  private static @Nullable String retiredTo(ReleaseNotes.@Nullable Retirement end) {
    EngineVersion to = end == null ? null : end.movedTo();
    return to == null ? null : to.value();
  }

  private static BehaviourChange change(ReleaseNotes.Change change) {
    return new BehaviourChange(
        change.condition(),
        switch (change.policy()) {
          case KEEP -> ChangePolicy.KEEP_OLD;
          case WARN -> ChangePolicy.WARN;
          case REFUSE -> ChangePolicy.REFUSE;
        },
        change.hint());
  }

  private static ReleaseNotes notes(Release release) {
    String to = release.getRetiredTo();
    return new ReleaseNotes(
        release.getFixes(),
        release.getChangedBehaviours().stream().map(Records::change).toList(),
        release.getNotes(),
        release.getRetired()
            ? new ReleaseNotes.Retirement(to == null ? null : new EngineVersion(to))
            : null);
  }

  /** What an older build does not know is treated as the careful choice. */
  private static ReleaseNotes.Change change(BehaviourChange said) {
    return new ReleaseNotes.Change(
        said.getCondition(),
        switch (said.getPolicy()) {
          case KEEP_OLD, UNKNOWN -> ReleaseNotes.ChangePolicy.KEEP;
          case WARN -> ReleaseNotes.ChangePolicy.WARN;
          case REFUSE -> ReleaseNotes.ChangePolicy.REFUSE;
        },
        said.getHint());
  }

  /** The pin ends, or a person's pin to another version takes its place. */
  static PinCommand move(PinnedWorkload pinned, Retiring wanted) {
    EngineVersion to = wanted.moveTo();
    return PinCommand.newBuilder()
        .setCommandId(DecisionId.of("move", "1", pinned.pin(), wanted.at().toString()).value())
        .setWorkspace(pinned.workspace())
        .setWorkload(pinned.workload())
        .setFingerprint(pinned.fingerprint())
        .setKind(to == null ? PinCommandKind.RELEASE : PinCommandKind.PIN_BY_HAND)
        .setEnding(PinEnding.VERSION_RETIRED)
        .setPinId(pinned.pin())
        .setVersion(to == null ? null : to.value())
        .setActor(wanted.actor())
        .setReason("%s is retired: %s".formatted(pinned.version(), wanted.reason()))
        .setAt(wanted.at())
        .build();
  }

  static RolloutCommand command(Command command, Instant at) {
    return RolloutCommand.newBuilder()
        .setCommandId(command.order().commandId())
        .setVersion(command.version().value())
        .setAction(action(command))
        .setShare(share(command))
        .setPauseBudget(command instanceof Command.Resume resume ? resume.pauseBudget() : null)
        .setActor(command.order().actor())
        .setReason(command.order().reason())
        .setAt(at)
        .build();
  }

  private static RolloutAction action(Command command) {
    return switch (command) {
      case Command.Start start -> RolloutAction.START;
      case Command.StartByEvidence start -> RolloutAction.START;
      case Command.Advance advance -> RolloutAction.ADVANCE;
      case Command.Pause pause -> RolloutAction.PAUSE;
      case Command.Resume resume -> RolloutAction.RESUME;
      case Command.Promote promote -> RolloutAction.PROMOTE;
      case Command.Abort abort -> RolloutAction.ABORT;
    };
  }

  private static @Nullable Double share(Command command) {
    return switch (command) {
      case Command.Start start -> start.share();
      case Command.StartByEvidence start -> null;
      case Command.Advance advance -> advance.share();
      case Command.Pause pause -> null;
      case Command.Resume resume -> null;
      case Command.Promote promote -> null;
      case Command.Abort abort -> null;
    };
  }
}
