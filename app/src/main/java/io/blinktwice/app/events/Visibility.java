package io.blinktwice.app.events;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.VersionHealth;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which records a listener may see and wants to: those of its workspace, and what the fleet shares.
 *
 * <p>The end of a pin's key says nothing of its workspace. It is shown where the listener named the
 * workload, whose fingerprint is of its own workspace; others learn it from the pin's event.
 *
 * @param platform whether it may see what concerns several workspaces at once
 * @param workload nothing but this one, where there is one; what the fleet shares comes all the
 *     same
 */
record Visibility(WorkspaceId workspace, boolean platform, @Nullable Fingerprint workload) {

  boolean shows(String key, @Nullable SpecificRecord record) {
    return switch (record) {
      case null -> isWanted(key) && workload != null;
      case RunVerdict verdict -> isOurs(verdict.getWorkspace()) && isWanted(key);
      case Pin pin -> isOurs(pin.getWorkspace()) && isWanted(key);
      case PinEvent event -> isOurs(event.getPin().getWorkspace()) && isWanted(key);
      case Release release -> true;
      case RolloutDecision decision -> true;
      case Ticket ticket -> platform;
      case VersionHealth health -> true;
      case SpecificRecord other -> false;
    };
  }

  private boolean isOurs(String owner) {
    return owner.equals(workspace.value());
  }

  private boolean isWanted(String key) {
    return workload == null || workload.value().equals(key);
  }
}
