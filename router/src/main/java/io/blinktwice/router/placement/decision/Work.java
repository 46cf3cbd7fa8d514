package io.blinktwice.router.placement.decision;

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
   */
  public record Restriction(
      @Nullable String cluster, boolean strict, @Nullable String home, double moveSeconds) {
    public static final Restriction NONE = new Restriction(null, false, null, 0);

    public Restriction {
      moveSeconds = moveSeconds >= 0 ? Math.min(moveSeconds, 3600) : 0;
    }

    public static Restriction to(String cluster) {
      return new Restriction(cluster, false, null, 0);
    }

    /** Anywhere, but elsewhere only if that is worth the move. */
    public static Restriction from(String home, double moveSeconds) {
      return new Restriction(null, false, home, moveSeconds);
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
