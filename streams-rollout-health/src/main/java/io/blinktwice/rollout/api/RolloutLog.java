package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest decisions on one release, and how the evidence stood over time, within a bound. The
 * evidence is told every few seconds; when there is too much, every other point goes.
 */
final class RolloutLog {
  private static final int MOST_DECISIONS = 500;
  private static final int MOST_POINTS = 400;

  private final Deque<RolloutChanged> decisions = new ArrayDeque<>();
  private List<RolloutLogAnswer.PointAnswer> points = new ArrayList<>();

  void decided(RolloutChanged change) {
    if (decisions.stream().noneMatch(known -> known.id().equals(change.id()))) {
      decisions.addLast(change);
    }
    if (decisions.size() > MOST_DECISIONS) {
      decisions.removeFirst();
    }
  }

  void told(HealthAnswer health) {
    RolloutLogAnswer.PointAnswer point = RolloutLogAnswer.PointAnswer.of(health);
    if (!points.isEmpty() && points.getLast().saysTheSameAs(point)) {
      return;
    }
    points.add(point);
    if (points.size() > MOST_POINTS) {
      List<RolloutLogAnswer.PointAnswer> fewer = new ArrayList<>();
      for (int i = 0; i < points.size(); i += 2) {
        fewer.add(points.get(i));
      }
      if (!fewer.getLast().equals(point)) {
        fewer.add(point);
      }
      points = fewer;
    }
  }

  RolloutLogAnswer answer(EngineVersion version) {
    return new RolloutLogAnswer(
        version.value(),
        decisions.stream().map(RolloutAnswer::of).toList().reversed(),
        List.copyOf(points));
  }
}
