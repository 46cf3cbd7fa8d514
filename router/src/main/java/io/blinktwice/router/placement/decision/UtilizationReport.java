package io.blinktwice.router.placement.decision;

import java.util.List;

/**
 * What a server says of itself. Nothing in it is believed blindly: times are those of its arrival
 * here, and numbers that cannot be are cut to what can.
 *
 * @param sequence counts the reports of the server
 * @param runningOperations all of them
 * @param listed those that it tells more of
 */
public record UtilizationReport(
    String cluster, long sequence, int cores, int runningOperations, List<Progress> listed) {
  private static final int MOST_OPERATIONS = 100_000;
  private static final int MOST_LISTED = 1000;

  /** How far an operation is. */
  public record Progress(String operation, double coreSeconds) {
    public Progress {
      coreSeconds = coreSeconds >= 0 ? coreSeconds : 0;
    }
  }

  public UtilizationReport {
    runningOperations = Math.clamp(runningOperations, 0, MOST_OPERATIONS);
    listed = List.copyOf(listed.size() > MOST_LISTED ? listed.subList(0, MOST_LISTED) : listed);
  }
}
