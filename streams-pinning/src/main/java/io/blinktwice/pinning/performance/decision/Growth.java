package io.blinktwice.pinning.performance.decision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What newer runs say about a metric beside older ones.
 *
 * <p>The evidence is the ratio of two densities of all samples: with the newer ones shifted up by
 * an unknown ratio, and with nothing shifted. Level and scale are integrated out under their
 * invariant prior in both, so that under "nothing shifted" the ratio is a martingale of mean one
 * for noise of the modelled kinds, whatever the workload's level and scale (Pérez-Ortiz et al.,
 * "E-statistics, group invariance and anytime-valid testing", 2022). It may be looked at after
 * every run: it exceeds 1/α with probability at most α. Inputs enter as a covariate.
 *
 * @param logEvidence natural logarithm of the ratio
 * @param shift typical difference of logarithms, newer minus older, inputs accounted for
 *     (Hodges-Lehmann)
 */
public record Growth(double logEvidence, double shift) {

  /** Kinds of noise, equally believed: heavy tails, moderate ones, nearly normal. */
  private static final List<StudentNoise> NOISES =
      List.of(StudentNoise.of(3), StudentNoise.of(6), StudentNoise.of(30));

  /** Growth that is worth a pin, and how much each is believed before anything is seen. */
  private static final double[] RATIOS = {1.15, 1.3, 1.6, 2.2, 4, 10};

  private static final double[] BELIEFS = {0.2, 0.25, 0.2, 0.15, 0.1, 0.1};

  /** Of the newer samples beside the older ones; there must be some of both. */
  public static Growth between(List<Sample> older, List<Sample> newer) {
    return new Growth(
        logShifted(older, newer) - logUnshifted(joined(older, newer)), shift(older, newer));
  }

  /**
   * Whether the newer samples' shift is their version's: log odds that samples taken again on the
   * older version are not shifted, against that they are shifted like the newer ones.
   */
  static double oddsOfWentAway(List<Sample> older, List<Sample> newer, List<Sample> again) {
    return logShifted(joined(older, again), newer) - logShifted(older, joined(newer, again));
  }

  private static double logUnshifted(List<Sample> samples) {
    List<Sample> centred = centred(samples);
    NoisyLine start = NoisyLine.guess(centred);
    double sum = Double.NEGATIVE_INFINITY;
    for (StudentNoise noise : NOISES) {
      sum = logSum(sum, NoisyLine.fit(centred, noise, start).logMarginal());
    }
    return sum;
  }

  private static double logShifted(List<Sample> older, List<Sample> newer) {
    List<Sample> centred = centred(joined(older, newer));
    NoisyLine start = NoisyLine.guess(centred);
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < RATIOS.length; i++) {
      List<Sample> lowered = loweredAfter(centred, older.size(), RATIOS[i]);
      for (StudentNoise noise : NOISES) {
        double marginal = NoisyLine.fit(lowered, noise, start).logMarginal();
        sum = logSum(sum, marginal + Math.log(BELIEFS[i]));
      }
    }
    return sum;
  }

  private static List<Sample> joined(List<Sample> first, List<Sample> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<Sample> centred(List<Sample> samples) {
    double mean = samples.stream().mapToDouble(Sample::input).average().orElse(0);
    return samples.stream()
        .map(sample -> new Sample(sample.input() - mean, sample.value()))
        .toList();
  }

  private static List<Sample> loweredAfter(List<Sample> samples, int first, double ratio) {
    Sample[] lowered = samples.toArray(Sample[]::new);
    for (int i = first; i < lowered.length; i++) {
      lowered[i] = new Sample(lowered[i].input(), lowered[i].value() - Math.log(ratio));
    }
    return List.of(lowered);
  }

  private static double shift(List<Sample> older, List<Sample> newer) {
    NoisyLine line = NoisyLine.fit(older, NOISES.get(1), NoisyLine.guess(older));
    double[] differences = new double[older.size() * newer.size()];
    int next = 0;
    for (Sample before : older) {
      for (Sample after : newer) {
        differences[next++] = (line.residual(after) - line.residual(before)) * line.scale();
      }
    }
    Arrays.sort(differences);
    return differences[differences.length / 2];
  }

  private static double logSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
  }
}
