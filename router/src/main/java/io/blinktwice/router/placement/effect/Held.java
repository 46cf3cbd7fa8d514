package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What this gateway's clients have a place for, or wait for; belongs to the lock of its desk. */
final class Held {
  /** What has just begun may be missing in a report that was made before. */
  private static final double YOUNG_SECONDS = 10;

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, Opened> sessions = new LinkedHashMap<>();
  private long unnamed;

  /** A statement in line. */
  record Waiting(
      Ask ask,
      Work work,
      String estimatedFrom,
      Placement placement,
      double since,
      CompletableFuture<Seat> seat) {}

  private record Opened(Seat seat, double since) {}

  /** A statement that has its place. */
  static final class Running {
    private final Seat seat;
    private final Size size;
    private final double since;
    private boolean detached;
    private PlacementDesk.@Nullable Runaway ifRunaway;
    private double ranAwayAfter;

    Running(Seat seat, Size size, double since) {
      this.seat = seat;
      this.size = size;
      this.since = since;
    }

    Seat seat() {
      return seat;
    }

    void ranAway(double coreSeconds) {
      ranAwayAfter = coreSeconds;
    }
  }

  /** Operations are known to servers by their names; two clients may have chosen the same. */
  String nameFor(String operation) {
    boolean taken =
        operation.isEmpty() || running.containsKey(operation) || waiting.containsKey(operation);
    return taken ? operation + "#" + ++unnamed : operation;
  }

  void waits(Waiting one) {
    waiting.put(one.work().id(), one);
  }

  Optional<Waiting> turn(String work) {
    return Optional.ofNullable(waiting.remove(work));
  }

  /** Whether it was still in line. */
  boolean left(Waiting one) {
    return waiting.remove(one.work().id(), one);
  }

  List<Waiting> waiting() {
    return List.copyOf(waiting.values());
  }

  List<Waiting> waitingFor(EngineVersion version) {
    return waiting.values().stream().filter(one -> one.ask().version().equals(version)).toList();
  }

  void runs(Running one) {
    running.put(one.seat.work(), one);
  }

  Optional<Running> running(String work) {
    return Optional.ofNullable(running.get(work));
  }

  boolean runsIn(String session, String user) {
    return running.values().stream().anyMatch(one -> one.seat.ask().asker().is(session, user));
  }

  int running() {
    return running.size();
  }

  private Optional<Running> of(Seat seat) {
    return running(seat.work()).filter(known -> known.seat.equals(seat));
  }

  void detached(Seat seat) {
    of(seat).ifPresent(known -> known.detached = true);
  }

  void watch(Seat seat, PlacementDesk.Runaway ifRunaway) {
    of(seat).ifPresent(known -> known.ifRunaway = ifRunaway);
  }

  /**
   * Runaways that somebody could begin again and that have company where they are; each is told of
   * once. What is alone already is left in peace.
   */
  Map<PlacementDesk.Runaway, Double> runawaysInCompany(EngineVersion version) {
    Map<PlacementDesk.Runaway, Double> found = new LinkedHashMap<>();
    for (Running one : running.values()) {
      PlacementDesk.Runaway asked = one.ifRunaway;
      boolean ranAway = one.ranAwayAfter > 0 && one.seat.version().equals(version);
      if (ranAway && asked != null && hasCompany(one)) {
        found.put(asked, one.ranAwayAfter);
        one.ifRunaway = null;
      }
    }
    return found;
  }

  private boolean hasCompany(Running one) {
    return running.values().stream()
        .anyMatch(other -> other != one && other.seat.cluster().equals(one.seat.cluster()));
  }

  /** The size of what had this place until now; empty when it had left it before. */
  Optional<Size> over(Seat seat) {
    Optional<Running> known = of(seat);
    if (known.isPresent()) {
      running.remove(seat.work());
      return Optional.of(known.get().size);
    }
    String key = seat.ask().asker().key();
    Opened opened = sessions.get(key);
    if (opened != null && opened.seat.equals(seat)) {
      sessions.remove(key);
      return Optional.of(new Size(0, 0, 1, Size.Source.PRIOR));
    }
    return Optional.empty();
  }

  /** A session has a place; says which one it had before. */
  Optional<Seat> opened(String key, Seat seat, double now) {
    Optional<Seat> before = session(key);
    before.ifPresent(_ -> sessions.remove(key));
    sessions.put(key, new Opened(seat, now));
    return before;
  }

  Optional<Seat> session(String key) {
    return Optional.ofNullable(sessions.get(key)).map(Opened::seat);
  }

  List<Seat> idleSessions(double openedBefore) {
    List<Seat> idle = new ArrayList<>();
    for (Opened each : sessions.values()) {
      if (each.since > openedBefore) {
        break;
      }
      idle.add(each.seat);
    }
    return idle;
  }

  /** What nobody is attached to and its server does not list. */
  List<Seat> vanished(String cluster, Set<String> listed, double now) {
    return running.values().stream()
        .filter(known -> known.seat.cluster().equals(cluster) && known.detached)
        .filter(known -> now - known.since > YOUNG_SECONDS && !listed.contains(known.seat.work()))
        .map(Running::seat)
        .toList();
  }

  /** A cluster is gone, and so is every place there. */
  void lost(String cluster) {
    running.values().removeIf(known -> known.seat.cluster().equals(cluster));
    for (Iterator<Opened> each = sessions.values().iterator(); each.hasNext(); ) {
      if (each.next().seat.cluster().equals(cluster)) {
        each.remove();
      }
    }
  }
}
