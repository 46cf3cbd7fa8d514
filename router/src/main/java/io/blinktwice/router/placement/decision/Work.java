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
   * @param cluster the only one, where one was asked for by name or its session lives there
   * @param strict whether it goes to clusters that its workspace owns or nowhere
   */
  public record Restriction(@Nullable String cluster, boolean strict) {
    public static final Restriction NONE = new Restriction(null, false);

    public static Restriction to(String cluster) {
      return new Restriction(cluster, false);
    }
  }

  boolean interactive() {
    return latency == Latency.INTERACTIVE;
  }
}
