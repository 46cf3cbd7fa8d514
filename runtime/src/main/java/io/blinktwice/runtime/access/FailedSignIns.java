package io.blinktwice.runtime.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed sign-ins by address, so that guessing is slowed and logs do not fill: ten a minute
 * are answered as failures, more are turned away.
 *
 * <p>Good credentials are never counted: whoever shares an address with a broken program gets in.
 */
public final class FailedSignIns {
  static final int PER_MINUTE = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int remembered;
  private final Map<String, Count> byAddress;

  private record Count(Instant since, int failures) {}

  /**
   * @param remembered how many addresses are remembered; the oldest are forgotten first
   */
  public FailedSignIns(int remembered) {
    this.remembered = remembered;
    this.byAddress =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > FailedSignIns.this.remembered;
          }
        };
  }

  /** Counts one; says whether it is one too many. */
  public synchronized boolean isTooMany(String address, Instant now) {
    Count before = byAddress.get(address);
    Count count =
        before == null || !now.isBefore(before.since().plus(WINDOW))
            ? new Count(now, 1)
            : new Count(before.since(), before.failures() + 1);
    byAddress.put(address, count);
    return count.failures() > PER_MINUTE;
  }

  synchronized int size() {
    return byAddress.size();
  }
}
