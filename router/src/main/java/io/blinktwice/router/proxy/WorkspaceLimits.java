package io.blinktwice.router.proxy;

import io.blinktwice.contract.WorkspaceId;

/**
 * What one workspace may have of a gateway at a time, so that it leaves the others something.
 *
 * @param sessions that have a cluster and a client
 * @param operations calls under way that are more than aftercare
 * @param bytes of messages on the heap, however large a single one is
 */
public record WorkspaceLimits(int sessions, int operations, long bytes) {
  /** Where the settings are that say it. */
  public static final String SETTINGS = "blinktwice.workspace-limits";

  public static final WorkspaceLimits NONE =
      new WorkspaceLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  public String tooManySessions(WorkspaceId workspace) {
    return sentence(workspace, sessions + " sessions", "sessions");
  }

  String tooManyOperations(WorkspaceId workspace) {
    return sentence(workspace, operations + " operations under way", "operations");
  }

  String tooManyBytes(WorkspaceId workspace) {
    return sentence(workspace, bytes + " bytes of messages on their way", "bytes");
  }

  private static String sentence(WorkspaceId workspace, String what, String setting) {
    return "the workspace %s has as much as it may have of this gateway: %s (%s.%s)"
        .formatted(workspace.value(), what, SETTINGS, setting);
  }
}
