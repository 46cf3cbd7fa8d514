package io.blinktwice.router.placement.decision;

import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.placement.decision.OpenShares.Group;
import io.blinktwice.router.placement.decision.UtilizationReport.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters as one gateway believes them to be: a fold over what it heard and what it placed.
 *
 * <p>It reads no clock: every change carries the time in seconds since the epoch. One thread at a
 * time may use it.
 */
public final class ClusterBoard {
  /** What nobody placed here is taken to be this large: a short query of moderate width. */
  private static final Size STRANGER = new Size(20, 200, 8, Size.Source.PRIOR);

  /** Reports in a row that must not know another gateway's work before it is taken to be over. */
  private static final int MISSING = 2;

  /** More clusters than this are a flood; they are not believed. */
  static final int MOST_CLUSTERS = 20_000;

  private static final double LONG_AGO = 1e9;

  private final PlacementPolicy policy;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<@Nullable ClusterLoad> clusters = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();
  private double[] reportedAt = new double[8];
  private long[] sequences = new long[8];
  private final CandidateIndex index = new CandidateIndex();
  private final Expectation coming;
  private final OpenShares shares = new OpenShares();
  private final Map<String, Double> batchCores = new HashMap<>();
  private double othersHeardAt = Double.NEGATIVE_INFINITY;
  private long strangers;
  private int largest = 1;
  private int owned;
  private long cores;

  public ClusterBoard(PlacementPolicy policy) {
    this.policy = policy;
    coming = new Expectation(policy.sharing().floorSeconds());
  }

  /** A cluster is ready. One that is known already is not touched. */
  public void joined(ClusterTraits traits, double now) {
    if (places.containsKey(traits.id()) || places.size() >= MOST_CLUSTERS) {
      return;
    }
    int place = free.isEmpty() ? clusters.size() : free.removeLast();
    ClusterLoad load = new ClusterLoad(traits, now);
    if (place == clusters.size()) {
      clusters.add(load);
    } else {
      clusters.set(place, load);
    }
    if (place >= reportedAt.length) {
      reportedAt = Arrays.copyOf(reportedAt, 2 * place);
      sequences = Arrays.copyOf(sequences, 2 * place);
    }
    reportedAt[place] = now;
    sequences[place] = Long.MIN_VALUE;
    places.put(traits.id(), place);
    index.put(place, 0);
    count(traits);
  }

  /** A cluster takes no new work, but finishes what it has. */
  public void closed(String cluster) {
    Integer place = places.get(cluster);
    if (place != null && at(place).open()) {
      at(place).open(false);
      index.remove(place);
      uncount(at(place));
    }
  }

  /** A cluster is gone, and with it all that ran there. Says what that was. */
  public List<Work> left(String cluster, double now) {
    Integer place = places.remove(cluster);
    if (place == null) {
      return List.of();
    }
    ClusterLoad gone = at(place);
    List<RunningWork> lost = gone.all();
    lost.forEach(work -> unuse(work));
    clusters.set(place, null);
    free.add(place);
    index.remove(place);
    if (gone.open()) {
      uncount(gone);
    }
    return lost.stream().map(RunningWork::work).toList();
  }

  /** Work was placed, here ({@code own}) or by another gateway. */
  public void placed(Work work, String cluster, double expectedSeconds, boolean own, double now) {
    Integer place = places.get(cluster);
    if (place == null) {
      return;
    }
    ClusterLoad load = at(place);
    if (load.find(work.id()) != null) {
      return;
    }
    int heavies = load.heavies();
    RunningWork running = new RunningWork(work, now, own);
    running.forecast(expectedSeconds);
    load.add(running, weight(running.heavy(), work.size()), now);
    use(running);
    index(place, heavies);
  }

  /** Work asked for a place; what is interactive decides how much is kept open. */
  public void asked(Work work, double now) {
    if (work.interactive()) {
      coming.arrived(work.size(), largest, now);
    }
  }

  /** Work is over, however it ended. */
  public void ended(String work, String cluster, double now) {
    Integer place = places.get(cluster);
    RunningWork running = place == null ? null : at(place).find(work);
    if (place != null && running != null) {
      remove(place, running, now);
    }
  }

  private void remove(int place, RunningWork running, double now) {
    int heavies = at(place).heavies();
    at(place).remove(running, now);
    unuse(running);
    index(place, heavies);
  }

  /** A server reports. Older reports than one that was heard, and of strangers, change nothing. */
  public void reported(UtilizationReport report, double now) {
    Integer place = places.get(report.cluster());
    if (place == null || report.sequence() <= sequences[place]) {
      return;
    }
    double before = reportedAt[place];
    sequences[place] = report.sequence();
    reportedAt[place] = now;
    ClusterLoad load = at(place);
    load.advance(now);
    Set<String> listed = new HashSet<>();
    for (Progress progress : report.listed()) {
      listed.add(progress.operation());
      RunningWork known = load.find(progress.operation());
      if (known != null) {
        known.reported(progress.coreSeconds());
      } else if (load.count() < report.runningOperations()) {
        stranger(progress.operation(), place, now).reported(progress.coreSeconds());
      }
    }
    if (listed.size() >= report.runningOperations()) {
      forgetMissing(place, listed, before, now);
    }
    load.corrected();
  }

  /** The server knows nothing of it, twice, and it is not ours to know better. */
  private void forgetMissing(int place, Set<String> listed, double before, double now) {
    for (RunningWork work : at(place).all()) {
      boolean gone = !work.own() && work.since() < before && !listed.contains(work.work().id());
      if (gone && work.missed() >= MISSING) {
        remove(place, work, now);
      }
    }
  }

  private RunningWork stranger(String operation, int place, double now) {
    strangers++;
    Work work = new Work(operation, "", Latency.INTERACTIVE, STRANGER, Work.Restriction.NONE);
    RunningWork running = new RunningWork(work, now, false);
    at(place).add(running, weight(false, STRANGER), now);
    index(place, at(place).heavies());
    return running;
  }

  /** Operations met that no gateway had told of. */
  public long strangers() {
    return strangers;
  }

  /**
   * Work that has outgrown its estimate since this was last asked; cheap enough for each second.
   */
  public List<Overrun> overruns(double now) {
    List<Overrun> found = new ArrayList<>();
    for (int place = 0; place < clusters.size(); place++) {
      ClusterLoad load = clusters.get(place);
      if (load != null) {
        load.advance(now);
        int heavies = load.heavies();
        for (int i = 0; i < load.count(); i++) {
          RunningWork work = load.running(i);
          boolean heavy = work.heavy();
          boolean runaway = work.runaway();
          if (outgrown(work, now)) {
            load.reweigh(work, weightOf(work), heavy, runaway);
            if (work.runaway() && !runaway) {
              found.add(new Overrun(work.work(), load.traits().id(), work.done()));
            }
          }
        }
        index(place, heavies);
      }
    }
    return found;
  }

  /**
   * Interactive work that runs on and on.
   *
   * @param coreSeconds what it has had so far
   */
  public record Overrun(Work work, String cluster, double coreSeconds) {}

  private boolean outgrown(RunningWork work, double now) {
    PlacementPolicy.Overrun rule = policy.overrun();
    double seconds = now - work.since();
    if (!work.work().interactive() || work.runaway()) {
      return false;
    }
    if (seconds > rule.isolateAfterSeconds()
        && seconds > rule.isolateFactor() * work.forecastSeconds()
        && work.done() > work.work().size().coreSecondsHigh()) {
      work.ranAway();
      return true;
    }
    if (!work.heavy()
        && seconds > rule.leastSeconds()
        && work.done() > rule.factor() * work.work().size().coreSecondsHigh()) {
      work.outgrown();
      return true;
    }
    return false;
  }

  private double weightOf(RunningWork work) {
    Size size = work.work().size();
    double had = Math.max(size.coreSeconds(), 2 * work.done());
    return weight(work.heavy(), new Size(had, had, size.parallelism(), size.from()));
  }

  /** How bad a second more is: by the ideal duration, and more so for who waits for an answer. */
  double weight(boolean heavy, Size size) {
    return (heavy ? 1 : policy.sharing().interactiveWeight()) / ideal(size);
  }

  /** How long it takes alone on the largest cluster there is. */
  public double ideal(Size size) {
    return Math.max(policy.sharing().floorSeconds(), size.secondsOn(largest));
  }

  private void use(RunningWork work) {
    if (!work.work().interactive()) {
      batchCores.merge(work.work().workspace(), work.parallelism(), Double::sum);
    }
  }

  private void unuse(RunningWork work) {
    if (!work.work().interactive()) {
      batchCores.computeIfPresent(
          work.work().workspace(),
          (_, sum) -> sum - work.parallelism() < 0.5 ? null : sum - work.parallelism());
    }
  }

  /** Cores that the batch work of a workspace asks for, as a share of all. */
  double shareOf(String workspace) {
    return batchCores.getOrDefault(workspace, 0.0) / Math.max(1, cores);
  }

  /** After its work has changed. */
  private void index(int place, int heaviesBefore) {
    ClusterLoad load = at(place);
    if (load.open()) {
      index.put(place, load.contention());
      if (load.heavies() != heaviesBefore) {
        shares.remove(Group.of(load.traits(), heaviesBefore));
        shares.add(Group.of(load.traits(), load.heavies()));
      }
    }
  }

  /** A cluster that takes new work counts from now on. */
  private void count(ClusterTraits traits) {
    largest = Math.max(largest, traits.cores());
    cores += traits.cores();
    owned += traits.owner() == null ? 0 : 1;
    shares.add(Group.of(traits, 0));
  }

  private void uncount(ClusterLoad load) {
    ClusterTraits traits = load.traits();
    cores -= traits.cores();
    owned -= traits.owner() == null ? 0 : 1;
    shares.remove(Group.of(traits, load.heavies()));
    if (traits.cores() == largest) {
      largest = 1;
      for (ClusterLoad each : clusters) {
        if (each != null && each.open()) {
          largest = Math.max(largest, each.traits().cores());
        }
      }
    }
  }

  private ClusterLoad at(int place) {
    return Objects.requireNonNull(clusters.get(place));
  }

  @Nullable ClusterLoad load(int place) {
    return place < clusters.size() ? clusters.get(place) : null;
  }

  @Nullable ClusterLoad load(String cluster) {
    Integer place = places.get(cluster);
    return place == null ? null : at(place);
  }

  Optional<Integer> placeOf(String cluster) {
    return Optional.ofNullable(places.get(cluster));
  }

  /** Whether a cluster that takes new work has as much memory. */
  public boolean hasRoomFor(WantedSize size) {
    for (ClusterLoad each : clusters) {
      if (each != null
          && each.open()
          && size.fits(each.traits().size(), each.traits().memoryBytes())) {
        return true;
      }
    }
    return false;
  }

  /** Whether some cluster belongs to one workspace alone. */
  boolean hasOwners() {
    return owned > 0;
  }

  /**
   * What batch work on a cluster costs the interactive work that is still to come, per second, in
   * slowdowns: the best share that it finds becomes smaller.
   */
  double harmPerSecond(ClusterLoad load, int heavies, double now) {
    double perSecond = coming.perSecond(now);
    if (perSecond == 0) {
      return 0;
    }
    double newcomers = policy.sharing().concurrency() * coming.atOnce(now);
    Group as = Group.of(load.traits(), load.heavies());
    Group without = Group.of(load.traits(), heavies);
    Group with = Group.of(load.traits(), heavies + 1);
    double before = coming.slowdown(shares.with(newcomers, as, without));
    double after = coming.slowdown(shares.with(newcomers, as, with));
    return policy.sharing().harm() * perSecond * Math.max(0, after - before);
  }

  /** Every place there is, some of them empty. */
  int places() {
    return clusters.size();
  }

  CandidateIndex index() {
    return index;
  }

  /** Clusters that are known. */
  public int size() {
    return places.size();
  }

  long cores() {
    return cores;
  }

  /** Other gateways were heard: what they place is known. */
  public void heardOthers(double now) {
    othersHeardAt = Math.max(othersHeardAt, now);
  }

  /** How old what is known of a cluster is: from its server, or from those who place there. */
  double age(int place, double now) {
    return Math.clamp(now - Math.max(reportedAt[place], othersHeardAt), 0, LONG_AGO);
  }
}
