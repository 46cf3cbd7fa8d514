package io.blinktwice.pinning.topology;

import io.blinktwice.pinning.decision.Hits;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that hold workloads back, by their ids: several may be of one failure, as one is
 * split off another. Within a bound; the one that changed longest ago goes first.
 */
final class HitsFold {
  static final int MOST_TICKETS = 10_000;

  private final LinkedHashMap<String, Hit> byTicket = new LinkedHashMap<>();
  private final Map<Hits.Failure, Integer> workloads = new HashMap<>();
  private volatile @Nullable Hits snapshot = Hits.NONE;

  private record Hit(Hits.Failure failure, int workloads) {}

  /** Made when it is first asked for: tickets change in bursts. */
  Hits now() {
    Hits known = snapshot;
    return known == null ? made() : known;
  }

  private synchronized Hits made() {
    Hits made = new Hits(workloads);
    snapshot = made;
    return made;
  }

  synchronized void hit(String ticket, Hits.Failure failure, int pinned) {
    drop(ticket);
    byTicket.put(ticket, new Hit(failure, pinned));
    workloads.merge(failure, pinned, Integer::sum);
    if (byTicket.size() > MOST_TICKETS) {
      drop(byTicket.firstEntry().getKey());
    }
    snapshot = null;
  }

  synchronized void gone(String ticket) {
    drop(ticket);
    snapshot = null;
  }

  private void drop(String ticket) {
    Hit known = byTicket.remove(ticket);
    if (known != null) {
      workloads.computeIfPresent(
          known.failure,
          (failure, count) -> count == known.workloads ? null : count - known.workloads);
    }
  }
}
