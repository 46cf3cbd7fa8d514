package io.blinktwice.pinning.store;

import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.time.Instant;
import java.util.List;

/** What a task does with runs that are over, which lie beside the states. */
interface Aside {
  /** Lays a run down, and remembers what loses its place to it. */
  RestedRuns lay(String workload, RestedRuns places, RestedRun run, Rested place, Instant at);

  /** Remembers a run of which nothing else is known any more. */
  void forget(String workload, Rested run, RestedRuns places, Instant at);

  boolean haveForgotten(String workload, long run, Instant at);

  /**
   * Takes everything away, to be laid elsewhere; answers with what is remembered of other runs than
   * those that have places.
   */
  List<Rested> clear(String workload, RestedRuns places);
}
