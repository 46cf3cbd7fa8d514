package io.blinktwice.router.placement.decision;

import io.blinktwice.router.decision.WantedSize;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that wants a place.
 *
 * @param id by which it is found again; ties are broken by its hash
 * @param workspace the tenant
 * @param restriction where it may go
 */
public record Work(
    String id, String workspace, Latency latency, Size size, Restriction restriction) {

  /**
   * Where work may go.
   *
   * @param cluster the only one, where one was asked for by name or its session is bound there
   * @param strict whether it goes to clusters that its workspace owns or nowhere
   * @param home where its session lives, which may move
   * @param moveSeconds what a move away from there takes
   * @param size what resolve advised; none where any will do
   */
  public record Restriction(
      @Nullable String cluster,
      boolean strict,
      @Nullable String home,
      double moveSeconds,
      @Nullable WantedSize size) {
    public static final Restriction NONE = new Restriction(null, false, null, 0, null);

    public Restriction {
      moveSeconds = moveSeconds >= 0 ? Math.min(moveSeconds, 3600) : 0;
    }

    public static Restriction to(String cluster) {
      return new Restriction(cluster, false, null, 0, null);
    }

    /** Anywhere, but elsewhere only if that is worth the move. */
    public static Restriction from(String home, double moveSeconds) {
      return new Restriction(null, false, home, moveSeconds, null);
    }

    public Restriction wanting(@Nullable WantedSize advised) {
      return new Restriction(cluster, strict, home, moveSeconds, advised);
    }

    /** What it takes to begin there. */
    double secondsTo(String there) {
      return home == null || home.equals(there) ? 0 : moveSeconds;
    }
  }

  boolean interactive() {
    return latency == Latency.INTERACTIVE;
  }
}
