package io.blinktwice.soak.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which disturbances, drawn by dice: every three rounds have one of each kind. */
public final class DisturbancePlan {
  /** Well beyond the session time-out of ten seconds. */
  private static final int SHORTEST_STOP_SECONDS = 14;

  private static final int STOP_SECONDS_SPREAD = 6;

  private enum Kind {
    KILL_INSTANCE,
    KILL_BROKER,
    SUSPEND_INSTANCE
  }

  private DisturbancePlan() {}

  public static List<Disturbance> drawn(
      RandomGenerator dice, int rounds, int instances, int brokers) {
    List<Disturbance> plan = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    while (plan.size() < rounds) {
      Collections.shuffle(kinds, dice);
      for (Kind kind : kinds) {
        plan.add(disturbance(kind, dice, instances, brokers));
      }
    }
    return List.copyOf(plan.subList(0, rounds));
  }

  private static Disturbance disturbance(
      Kind kind, RandomGenerator dice, int instances, int brokers) {
    return switch (kind) {
      case KILL_INSTANCE -> new Disturbance.KillInstance(1 + dice.nextInt(instances));
      case KILL_BROKER -> new Disturbance.KillBroker(1 + dice.nextInt(brokers));
      case SUSPEND_INSTANCE ->
          new Disturbance.SuspendInstance(
              1 + dice.nextInt(instances),
              Duration.ofSeconds(SHORTEST_STOP_SECONDS + dice.nextInt(STOP_SECONDS_SPREAD)));
    };
  }
}
