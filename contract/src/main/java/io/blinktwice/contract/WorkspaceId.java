package io.blinktwice.contract;

/** A tenant: owns workloads, and is the unit of isolation. */
public record WorkspaceId(String value) {
  /** The one workspace of an installation that has not been divided. */
  public static final WorkspaceId DEFAULT = new WorkspaceId("default");

  public WorkspaceId {
    value = Identifiers.normalized("workspace", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
