package io.blinktwice.router.proxy;

/**
 * How many messages one direction of a call asks its sender for ahead of need.
 *
 * <p>Several small ones keep both connections busy. Of larger ones only one is asked for: one has
 * to be, because its size is known only when it is there.
 */
final class Demand {
  static final int MOST_MESSAGES = 4;
  static final int MOST_BYTES = 1 << 20;

  private int wanted = 1;
  private int asked;

  /** How many more to ask for now; they count as asked for. */
  int more() {
    int more = Math.max(0, wanted - asked);
    asked += more;
    return more;
  }

  /** The next ones will be about as large as this one. */
  void arrived(int bytes) {
    asked--;
    wanted = Math.clamp(MOST_BYTES / Math.max(1, bytes), 1, MOST_MESSAGES);
  }
}
