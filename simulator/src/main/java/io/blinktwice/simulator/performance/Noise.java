package io.blinktwice.simulator.performance;

import java.util.SplittableRandom;

/** How runs of one workload scatter around what they should take; deviation one. */
enum Noise {
  /** Student's t of four degrees: the research's scenarios. */
  MODERATE_TAILS {
    @Override
    double draw(SplittableRandom random) {
      return student(4, random) / Math.sqrt(2);
    }
  },
  /** Student's t of two degrees, which has no variance. */
  HEAVY_TAILS {
    @Override
    double draw(SplittableRandom random) {
      return student(2, random);
    }
  },
  NORMAL {
    @Override
    double draw(SplittableRandom random) {
      return random.nextGaussian();
    }
  },
  /** Exponential: most runs are a little quick, some are late. */
  SKEWED {
    @Override
    double draw(SplittableRandom random) {
      return -Math.log(1 - random.nextDouble()) - 1;
    }
  };

  abstract double draw(SplittableRandom random);

  private static double student(int degrees, SplittableRandom random) {
    double squares = 0;
    for (int i = 0; i < degrees; i++) {
      double normal = random.nextGaussian();
      squares += normal * normal;
    }
    return random.nextGaussian() / Math.sqrt(squares / degrees);
  }
}
