package io.blinktwice.simulator.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a pool goes through (research: autoscaler §D). */
enum Scenario {
  /** A day's rhythm. */
  S1(List.of(Part.of("S1-diurnal", Shapes::diurnal))),
  /** Bursts and a heavy tail. */
  S2(List.of(Part.of("S2-bursty", Shapes::bursty))),
  /** Steps and ramps. */
  S3(List.of(Part.of("S3-steps", Shapes::steps))),
  /** Half of the runs may wait for five minutes. */
  S5(
      List.of(
          Part.of("S5-diurnal", seed -> Shapes.diurnal(seed).withStandardShare(.5)),
          Part.of("S5-bursty", seed -> Shapes.bursty(seed).withStandardShare(.5)))),
  /** Something is wrong, from the first counted day on. */
  S6(
      List.of(
          Part.of("S6-opposite-past", seed -> Shapes.opposite(Shapes.diurnal(seed))),
          Part.of("S6-empty-past", seed -> Shapes.flatBefore(Shapes.diurnal(seed))),
          new Part("S6-blind", Shapes::diurnal, Faults.TEN_BLIND_MINUTES),
          new Part("S6-failing-starts", Shapes::diurnal, Faults.FAILING_STARTS),
          new Part("S6-slow-starts", Shapes::diurnal, Faults.SLOW_STARTS),
          Part.of("S6-upgrade-storm", seed -> Shapes.upgradeStorm(Shapes.diurnal(seed)))));

  private final List<Part> parts;

  Scenario(List<Part> parts) {
    this.parts = parts;
  }

  /** A load by its seed. */
  interface Made {
    Load.Shape of(long seed);
  }

  /** One load of a scenario, and what goes wrong in it. */
  record Part(String name, Made made, Faults faults) {
    static Part of(String name, Made made) {
      return new Part(name, made, Faults.NONE);
    }
  }

  List<Part> parts() {
    return parts;
  }

  static Scenario of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario is called '%s'; there are: all %s".formatted(label, labels())));
  }

  static String labels() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(" "));
  }
}
