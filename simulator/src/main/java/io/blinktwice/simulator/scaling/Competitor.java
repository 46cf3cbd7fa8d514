package io.blinktwice.simulator.scaling;

import io.blinktwice.simulator.scaling.Rivals.Tuned;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Who scales. */
enum Competitor {
  OURS("ours"),
  FIXED_PEAK("fixed-peak"),
  HPA("hpa"),
  KEDA("keda"),
  SPARK_DYNAMIC("spark-dynamic"),
  DS2("ds2"),
  AUTOPILOT("autopilot"),
  /** Knows what comes within one start: how far forecasts could get. */
  LOOKAHEAD("lookahead");

  private final String label;

  Competitor(String label) {
    this.label = label;
  }

  static Competitor of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no policy is called '%s'; there are: all %s".formatted(label, labels())));
  }

  static String labels() {
    return Arrays.stream(values()).map(Competitor::label).collect(Collectors.joining(" "));
  }

  String label() {
    return label;
  }

  /** The policy with each setting of its knob. */
  List<Tuned> settings(int[] demand, int coldTicks, double objective) {
    return switch (this) {
      case OURS -> List.of(new Tuned("objective " + objective, () -> new Ours(objective)));
      case FIXED_PEAK -> Rivals.fixed(demand);
      case HPA -> Rivals.hpa();
      case KEDA -> Rivals.keda();
      case SPARK_DYNAMIC -> Rivals.sparkDynamic();
      case DS2 -> Rivals.ds2();
      case AUTOPILOT -> Rivals.autopilot();
      case LOOKAHEAD -> Rivals.lookahead(demand, coldTicks);
    };
  }
}
