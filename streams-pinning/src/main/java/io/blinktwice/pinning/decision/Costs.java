package io.blinktwice.pinning.decision;

/**
 * What mistakes cost, counted in attempts that were made for nothing.
 *
 * @param wrongRetry one attempt more for a failure that was the user's
 * @param missedRegression a failure of the version that is reported as the user's
 * @param wrongPin a workload held back from a release that never harmed it
 */
public record Costs(double wrongRetry, double missedRegression, double wrongPin) {
  /** The paper pins whenever the retry succeeds; these costs pin unless it is a known flake. */
  public static final Costs DEFAULT = new Costs(1, 5, 0.5);

  public Costs {
    if (!(wrongRetry > 0 && missedRegression > 0 && wrongPin > 0)) {
      throw new IllegalArgumentException("every cost must be above 0");
    }
  }

  /** Whether a retry is worth its price, given how sure it is that the user is at fault. */
  boolean worthARetry(double sureOfTheUser) {
    return (1 - sureOfTheUser) * missedRegression > sureOfTheUser * wrongRetry;
  }

  /** The posterior from which pinning is the cheaper mistake. */
  public double pinThreshold() {
    return wrongPin / (wrongPin + missedRegression);
  }
}
