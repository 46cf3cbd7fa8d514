package io.blinktwice.rollout.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Order;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** From what was written to what is wanted. */
final class DecodeCommands extends ContextualProcessor<String, RolloutCommand, String, Input> {
  @Override
  public void process(Record<@Nullable String, @Nullable RolloutCommand> found) {
    String key = found.key();
    RolloutCommand written = found.value();
    if (key == null || written == null || !key.equals(written.getVersion())) {
      throw new UnusableRecord("a roll-out command has a value, and its version as key");
    }
    Command command = command(written, Coordinates.of(context()));
    context().forward(found.withKey(key).withValue(new Input.Wanted(command)));
  }

  private static Command command(RolloutCommand written, String coordinates) {
    Order order = order(written, coordinates);
    return switch (written.getAction()) {
      case START ->
          written.getShare() == null
              ? new Command.StartByEvidence(order)
              : new Command.Start(order, share(written));
      case ADVANCE -> new Command.Advance(order, share(written));
      case PAUSE -> new Command.Pause(order);
      case RESUME -> new Command.Resume(order, written.getPauseBudget());
      case PROMOTE -> new Command.Promote(order);
      case ABORT -> new Command.Abort(order);
      case UNKNOWN -> throw new UnusableRecord("the action is not known to this release of ours");
    };
  }

  private static Order order(RolloutCommand written, String coordinates) {
    try {
      return new Order(
          written.getCommandId(),
          coordinates,
          new EngineVersion(written.getVersion()),
          written.getActor(),
          written.getReason());
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord("the command has no usable version", e);
    }
  }

  private static double share(RolloutCommand written) {
    Double share = written.getShare();
    if (share == null) {
      throw new UnusableRecord(written.getAction() + " needs a share");
    }
    return share;
  }
}
