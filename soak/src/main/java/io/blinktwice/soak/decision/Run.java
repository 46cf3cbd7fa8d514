package io.blinktwice.soak.decision;

/**
 * One run as the script has it.
 *
 * @param blinks whether it fails on the newer version and succeeds on the older one
 * @param reportedTwice whether its records come a second time, as from a reporter that never heard
 *     that the first was taken
 * @param poisoned whether a useless record comes with it
 */
public record Run(
    int number, String workload, boolean blinks, boolean reportedTwice, boolean poisoned) {
  private static final String PREFIX = "run-";

  public String id() {
    return PREFIX + number;
  }

  /** The number in an id, -1 for a run that is not of a soak. */
  public static int numberOf(String id) {
    return id.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(id.substring(PREFIX.length())) : -1;
  }
}
