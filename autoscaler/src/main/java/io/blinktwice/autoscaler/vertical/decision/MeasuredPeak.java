package io.blinktwice.autoscaler.vertical.decision;

/**
 * What a run needed.
 *
 * @param inputBytes what it read; 0 where nobody measured it
 * @param peakBytes the most memory that it held; of a run that ran out of it, what it had
 * @param outOfMemory whether it ran out: then it needed more than that
 */
public record MeasuredPeak(double inputBytes, double peakBytes, boolean outOfMemory) {
  public MeasuredPeak {
    if (!(inputBytes >= 0 && inputBytes < Double.MAX_VALUE)
        || !(peakBytes > 0 && peakBytes < Double.MAX_VALUE)) {
      throw new IllegalArgumentException("a run needs some memory");
    }
  }
}
