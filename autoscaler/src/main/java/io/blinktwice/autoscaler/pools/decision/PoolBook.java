package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Load;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one pool: a fold over what is heard, that plans at each beat. Bounded: 2,000
 * clusters, 64 groups, 200 gateways; what is beyond is not heard.
 */
public final class PoolBook {
  /** How often it plans. */
  public static final int BEAT_SECONDS = 10;

  private static final int FORMAT = 2;

  /** Had the waves of roll-outs, which belong to the fleet, in each pool. */
  private static final int FORMAT_WITH_WAVES = 1;

  private static final int MOST_CLUSTERS = 2_000;
  private static final int MOST_GROUPS = 64;
  private static final int MOST_SOURCES = 200;
  private static final int STALE_SECONDS = 120;
  private static final int USUAL_START_SECONDS = 30;
  private static final double NEWEST_START = 0.3;

  private WantedPool wanted = WantedPool.UNSAID;
  private final Map<String, KnownCluster> clusters = new TreeMap<>();
  private final Map<Group, GroupPlanner> planners = new TreeMap<>();
  private final Map<String, WaitingWork> waiting = new TreeMap<>();
  private double startSeconds = USUAL_START_SECONDS;
  private long beat = Long.MIN_VALUE;

  public void wanted(WantedPool said) {
    if (said.lateSeconds() != wanted.lateSeconds()) {
      planners.clear(); // What was learned was learned of another lateness.
    }
    wanted = said;
  }

  public WantedPool wanted() {
    return wanted;
  }

  /** A cluster of this pool came to another state. */
  public void cluster(String name, KnownCluster now) {
    KnownCluster before = clusters.get(name);
    if (before == null && clusters.size() >= MOST_CLUSTERS) {
      return;
    }
    if (before != null
        && before.state() == KnownCluster.State.STARTING
        && now.state() == KnownCluster.State.READY
        && now.since() >= before.since()) {
      double took = Math.clamp((double) now.since() - before.since(), 1, 3_600);
      startSeconds += NEWEST_START * (took - startSeconds);
    }
    clusters.put(name, before == null ? now : now.with(before.load()));
  }

  public void gone(String name) {
    clusters.remove(name);
  }

  /** An older word than the last is not heard; one of an unknown cluster neither. */
  public void load(String name, Load load) {
    KnownCluster cluster = clusters.get(name);
    if (cluster != null && load.second() >= cluster.load().second()) {
      clusters.put(name, cluster.with(load));
    }
  }

  /** A gateway counts what waits for clusters of a version and size. */
  public void waiting(String gateway, Group group, WaitingWork work) {
    String source = gateway + "\n" + group.version() + "\n" + group.size();
    if (waiting.containsKey(source) || waiting.size() < MOST_SOURCES) {
      waiting.put(source, work);
    }
  }

  public boolean isEmpty() {
    return clusters.isEmpty() && waiting.isEmpty() && !wanted.byOwner();
  }

  /** What is to be done, for the beat in which that second lies; nothing within the same beat. */
  public List<PoolPlan> plan(long second, FleetFacts fleet) {
    long now = Math.floorDiv(second, (long) BEAT_SECONDS);
    if (now <= beat) {
      return List.of();
    }
    beat = now;
    forget(second);
    List<PoolPlan> plans = new ArrayList<>();
    for (Group group : groups(fleet)) {
      GroupPlanner planner =
          planners.computeIfAbsent(group, made -> new GroupPlanner(wanted.lateSeconds()));
      GroupPlanner.Seen seen = seen(group, fleet);
      planner.plan(group, seen, wanted, second).ifPresent(plans::add);
    }
    return plans;
  }

  private List<Group> groups(FleetFacts fleet) {
    String ordinary = ordinarySize();
    TreeSet<Group> groups = new TreeSet<>();
    clusters.values().forEach(cluster -> groups.add(named(cluster.group(), ordinary)));
    waiting.keySet().forEach(source -> groups.add(named(groupOf(source), ordinary)));
    fleet.rollingOut().forEach(version -> groups.add(new Group(version, ordinary)));
    planners.keySet().retainAll(groups);
    return groups.stream().filter(group -> !group.version().isEmpty()).limit(MOST_GROUPS).toList();
  }

  /** The first of the sizes that are wanted; where nobody said any, the one of most clusters. */
  private String ordinarySize() {
    if (!wanted.sizes().isEmpty()) {
      return wanted.sizes().getFirst().name();
    }
    Map<String, Integer> counts = new TreeMap<>();
    clusters.values().forEach(each -> counts.merge(each.group().size(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static Group named(Group group, String ordinary) {
    return group.size().isEmpty() ? new Group(group.version(), ordinary) : group;
  }

  private static Group groupOf(String source) {
    String[] parts = source.split("\n", -1);
    return new Group(parts[1], parts[2]);
  }

  private GroupPlanner.Seen seen(Group group, FleetFacts fleet) {
    String ordinary = ordinarySize();
    Map<String, KnownCluster> mine = new TreeMap<>();
    clusters.forEach(
        (name, cluster) -> {
          if (named(cluster.group(), ordinary).equals(group)) {
            mine.put(name, cluster);
          }
        });
    List<WaitingWork> works = new ArrayList<>();
    waiting.forEach(
        (source, work) -> {
          if (named(groupOf(source), ordinary).equals(group)) {
            works.add(work);
          }
        });
    boolean isOrdinary = group.size().equals(ordinary);
    double ahead = 0;
    double share = fleet.waveOf(group.version());
    if (share > 0 && isOrdinary) {
      for (KnownCluster cluster : clusters.values()) {
        ahead += cluster.busyCores();
      }
      ahead *= share;
    }
    return new GroupPlanner.Seen(
        mine,
        works,
        (int) Math.round(startSeconds),
        ahead,
        isOrdinary,
        fleet.dutyOf(group.version()));
  }

  private void forget(long second) {
    waiting.values().removeIf(work -> second - work.second() > STALE_SECONDS);
    Iterator<Map.Entry<String, KnownCluster>> all = clusters.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, KnownCluster> each = all.next();
      Load load = each.getValue().load();
      if (load.second() > 0 && second - load.second() > STALE_SECONDS) {
        each.setValue(each.getValue().with(Load.NONE)); // Nobody knows what it does.
      }
    }
  }

  /** What was heard. */
  public byte[] facts() {
    StateWriter out = new StateWriter(FORMAT);
    wanted.write(out);
    out.number(clusters.size());
    clusters.forEach(
        (name, cluster) -> {
          out.text(name);
          cluster.write(out);
        });
    out.number(waiting.size());
    waiting.forEach(
        (source, work) -> {
          out.text(source);
          work.write(out);
        });
    out.real(startSeconds);
    return out.bytes();
  }

  /** What was learned and ordered; it changes with each beat only. */
  public byte[] plans() {
    StateWriter out = new StateWriter(FORMAT);
    out.count(beat);
    out.number(planners.size());
    planners.forEach(
        (group, planner) -> {
          out.text(group.version());
          out.text(group.size());
          planner.write(out);
        });
    return out.bytes();
  }

  /** Refuses what was stored in another form. */
  public static PoolBook restored(byte[] facts, byte @Nullable [] plans) {
    PoolBook book = new PoolBook();
    book.read(facts);
    if (plans != null) {
      StateReader in = new StateReader(plans, formatOf(plans));
      book.beat = in.count();
      for (int left = in.number(); left > 0; left--) {
        Group group = new Group(in.text(), in.text());
        book.planners.put(group, GroupPlanner.read(in, book.wanted.lateSeconds()));
      }
    }
    return book;
  }

  private static int formatOf(byte[] stored) {
    return stored.length > 0 && stored[0] == FORMAT_WITH_WAVES ? FORMAT_WITH_WAVES : FORMAT;
  }

  private void read(byte[] facts) {
    int format = formatOf(facts);
    StateReader in = new StateReader(facts, format);
    wanted = WantedPool.read(in);
    for (int left = in.number(); left > 0; left--) {
      clusters.put(in.text(), KnownCluster.read(in));
    }
    for (int left = in.number(); left > 0; left--) {
      waiting.put(in.text(), WaitingWork.read(in));
    }
    for (int left = format == FORMAT_WITH_WAVES ? in.number() : 0; left > 0; left--) {
      in.text();
      in.real();
    }
    startSeconds = in.real();
  }
}
