package io.blinktwice.simulator.sizing;

import io.blinktwice.autoscaler.vertical.decision.MeasuredPeak;
import java.util.List;
import java.util.stream.DoubleStream;

/** What sizes there are: doubling tiers, or any. */
sealed interface Sizes {
  double LARGEST = 256 * Task.GIGABYTE;

  /** The smallest that has so much. */
  double fitting(double bytes);

  /** What can be chosen from, ascending. */
  double[] choices(List<MeasuredPeak> runs);

  /** 8 to 256 GB. */
  record Tiers() implements Sizes {
    private static final double[] ALL =
        DoubleStream.of(8, 16, 32, 64, 128, 256).map(size -> size * Task.GIGABYTE).toArray();

    @Override
    public double fitting(double bytes) {
      return DoubleStream.of(ALL).filter(size -> size >= bytes).findFirst().orElse(LARGEST);
    }

    @Override
    public double[] choices(List<MeasuredPeak> runs) {
      return ALL;
    }
  }

  /** Any number of bytes, as for tasks in containers; steps of a twentieth. */
  record Any() implements Sizes {
    private static final double STEP = 1.05;
    private static final double SMALLEST = 16e6;

    @Override
    public double fitting(double bytes) {
      return Math.clamp(bytes, SMALLEST, LARGEST);
    }

    @Override
    public double[] choices(List<MeasuredPeak> runs) {
      return DoubleStream.iterate(SMALLEST, size -> size < LARGEST * STEP, size -> size * STEP)
          .map(size -> Math.min(size, LARGEST))
          .toArray();
    }
  }
}
