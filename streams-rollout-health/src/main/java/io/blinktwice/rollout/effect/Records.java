package io.blinktwice.rollout.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.rollout.api.ReleaseEntry;
import io.blinktwice.rollout.decision.Command;
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
        release.getRegisteredBy(),
        release.getRegisteredAt());
  }

  static RolloutCommand command(Command command, Instant at) {
    return RolloutCommand.newBuilder()
        .setCommandId(command.order().commandId())
        .setVersion(command.version().value())
        .setAction(action(command))
        .setShare(share(command))
        .setActor(command.order().actor())
        .setReason(command.order().reason())
        .setAt(at)
        .build();
  }

  private static RolloutAction action(Command command) {
    return switch (command) {
      case Command.Start start -> RolloutAction.START;
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
      case Command.Advance advance -> advance.share();
      case Command.Pause pause -> null;
      case Command.Resume resume -> null;
      case Command.Promote promote -> null;
      case Command.Abort abort -> null;
    };
  }
}
