package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Query.Drawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of 20 queries each, some of them bound to the cluster where their first query ran. Those
 * of a session are all interactive or all batch.
 */
final class Sessions {
  private static final int QUERIES = 20;

  /** Sessions of each kind that are open at a time. */
  private static final int OPEN = 200;

  private final Map<Integer, FluidCluster> homes = new HashMap<>();

  /** Where a bound session lives; none while it lives nowhere. */
  @Nullable FluidCluster home(Query query) {
    FluidCluster home = query.pinned ? homes.get(query.session) : null;
    return home != null && home.alive ? home : null;
  }

  void settled(Query query, FluidCluster cluster) {
    if (query.pinned) {
      homes.put(query.session, cluster);
    }
  }

  private static final class Open {
    final int number;
    final boolean pinned;
    int left = QUERIES;

    Open(int number, boolean pinned) {
      this.number = number;
      this.pinned = pinned;
    }
  }

  static List<Query> of(List<Drawn> drawn, double pinnedShare, SplittableRandom random) {
    Open[][] open = new Open[2][OPEN];
    List<Query> queries = new ArrayList<>(drawn.size());
    int numbers = 0;
    for (Drawn each : drawn) {
      Open[] kind = open[each.kind() == Query.Kind.BATCH ? 1 : 0];
      int place = random.nextInt(OPEN);
      Open session = kind[place];
      if (session == null) {
        // The draws are the same whatever the share: only who is bound differs.
        session = new Open(numbers++, random.nextDouble() < pinnedShare);
        kind[place] = session;
      }
      queries.add(new Query(queries.size(), each, session.number, session.pinned));
      if (--session.left == 0) {
        kind[place] = null;
      }
    }
    return queries;
  }
}
