package io.blinktwice.router.placement.decision;

import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Placement.Verdict;
import io.blinktwice.router.placement.decision.WaitingLine.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places work: at once, or when something changes and it is its turn.
 *
 * <p>A fold: the same calls in the same order decide the same, so that recorded inputs replay to
 * the recorded decisions. One thread at a time may use it.
 */
public final class Placer {
  private final PlacementPolicy policy;
  private final ClusterBoard board;
  private final LeastExpectedSlowdown rule;
  private final WaitingLine line = new WaitingLine();

  public Placer(PlacementPolicy policy) {
    this.policy = policy;
    board = new ClusterBoard(policy);
    rule = new LeastExpectedSlowdown(policy, board);
  }

  /** What is believed of the clusters; what is heard of them is told to it. */
  public ClusterBoard board() {
    return board;
  }

  /** New work. It is placed, waits in line, or is refused because its workspace waits for much. */
  public Placement arrived(Work work, double now) {
    board.asked(work, now);
    Placement placement = rule.choose(work, 0, null, now);
    if (placement.verdict() == Verdict.WAITS
        && !line.add(work, board.ideal(work.size()), now, policy.line().perWorkspace())) {
      return Placement.refused(
          work,
          Rule.WORKSPACE_WAITS_FOR_TOO_MUCH,
          "%d pieces of work of workspace '%s' wait already; ask again later"
              .formatted(policy.line().perWorkspace(), work.workspace()));
    }
    return taken(placement, now);
  }

  /** Work is over; who waits may come in its place. */
  public List<Placement> ended(String work, String cluster, double now) {
    board.ended(work, cluster, now);
    return next(cluster, now);
  }

  /** Whoever waits and finds a place now; for when a cluster joined, or a second has passed. */
  public List<Placement> lookAgain(double now) {
    return next(null, now);
  }

  /** The client gave up. */
  public void withdrawn(String work) {
    line.remove(work);
  }

  private List<Placement> next(@Nullable String cluster, double now) {
    if (line.size() == 0) {
      return List.of();
    }
    List<Placement> placed = new ArrayList<>();
    for (Waiting each : line.head(policy.line().looked(), board, now)) {
      Placement placement = rule.choose(each.work(), now - each.since(), cluster, now);
      if (placement.placed()) {
        line.remove(each.work().id());
        placed.add(taken(placement, now));
      }
    }
    return placed;
  }

  private Placement taken(Placement placement, double now) {
    String cluster = placement.cluster();
    if (placement.placed() && cluster != null) {
      board.placed(placement.work(), cluster, placement.expectedSeconds(), true, now);
    }
    return placement;
  }

  /** What waits, in order of arrival. */
  public List<Work> waiting() {
    return line.all().stream().map(Waiting::work).toList();
  }
}
