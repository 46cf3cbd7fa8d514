package io.blinktwice.router.placement.decision;

import io.blinktwice.router.placement.decision.Placement.Candidate;
import io.blinktwice.router.placement.decision.Placement.Reason;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Placement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where work is done soonest without making others wait: the cluster on which the slowdowns of the
 * work and of its neighbours together grow least. Batch work rather waits than pays too much.
 */
final class LeastExpectedSlowdown {
  private static final int MOST_TOLD = 16;

  /** Of the candidates among many clusters so many are looked at closely. */
  private static final int CLOSELY = 8;

  /** Seconds until it is looked at again for certain: who is shorter than that rather starts. */
  private static final double NEXT_LOOK = 1;

  /**
   * Batch work that is shorter is gone before it is in anybody's way: it waits only for its own
   * good.
   */
  private static final double LASTING_SECONDS = 8;

  private final PlacementPolicy policy;
  private final ClusterBoard board;
  private final Forecast forecast = new Forecast();
  private int[] chosen = new int[64];

  LeastExpectedSlowdown(PlacementPolicy policy, ClusterBoard board) {
    this.policy = policy;
    this.board = board;
  }

  /**
   * @param only the cluster that has just become freer; none to look at all
   */
  Placement choose(Work work, double waited, @Nullable String only, double now) {
    String named = work.restriction().cluster();
    if (named != null) {
      return askedFor(work, named, now);
    }
    int found = candidates(work, only);
    int lack = AdvisedRoom.isAdvised(work) ? leastLack(work, found) : 0;
    if (lack > 0) {
      int anywhere = leastLack(work);
      found = anywhere < lack && only == null ? everywhere() : found;
      lack = anywhere;
    }
    double ideal = board.ideal(work.size());
    Choice choice = new Choice(work, now, ideal, lack);
    for (int i = 0; i < found; i++) {
      choice.look(chosen[i]);
    }
    if (choice.freshest == -1 && choice.usable == 0) {
      return nowhere(work, choice);
    }
    if (choice.oldest > policy.staleAfterSeconds() && choice.stale == choice.usable) {
      return twoChoices(work, choice);
    }
    return choice.placement(waited);
  }

  private int candidates(Work work, @Nullable String only) {
    if (only != null) {
      return board.placeOf(only).map(place -> set(place)).orElse(0);
    }
    int wanted = Math.max(policy.candidates(), 2);
    if (board.places() <= wanted || work.restriction().strict() || board.hasOwners()) {
      return everywhere();
    }
    room(wanted + 1);
    int found = closely(work.size(), board.index().least(chosen, wanted, hash(work.id())));
    String home = work.restriction().home();
    return home == null
        ? found
        : board.placeOf(home).map(place -> including(place, found)).orElse(found);
  }

  private int everywhere() {
    room(board.places());
    for (int place = 0; place < board.places(); place++) {
      chosen[place] = place;
    }
    return board.places();
  }

  /** What the best of the chosen clusters lacks of the room that was advised. */
  private int leastLack(Work work, int found) {
    int least = AdvisedRoom.ALL;
    for (int i = 0; i < found; i++) {
      least = Math.min(least, lack(work, chosen[i]));
    }
    return least;
  }

  /** What the best of all clusters lacks. */
  private int leastLack(Work work) {
    int least = AdvisedRoom.ALL;
    for (int place = 0; least > 0 && place < board.places(); place++) {
      least = Math.min(least, lack(work, place));
    }
    return least;
  }

  private int lack(Work work, int place) {
    ClusterLoad load = board.load(place);
    return load == null || excluded(work, load) != null
        ? AdvisedRoom.ALL
        : AdvisedRoom.lack(work, load);
  }

  private static @Nullable Rule excluded(Work work, ClusterLoad load) {
    String owner = load.traits().owner();
    if (!load.open()) {
      return Rule.TAKES_NO_NEW_WORK;
    }
    if (owner != null && !owner.equals(work.workspace())) {
      return Rule.OWNED_BY_ANOTHER_WORKSPACE;
    }
    return owner == null && work.restriction().strict() ? Rule.STRICT_ISOLATION : null;
  }

  private int including(int place, int found) {
    for (int i = 0; i < found; i++) {
      if (chosen[i] == place) {
        return found;
      }
    }
    chosen[found] = place;
    return found + 1;
  }

  /** Puts those first where the work would get most cores, by a glance; says how many remain. */
  private int closely(Size size, int found) {
    int kept = Math.min(CLOSELY, found);
    for (int i = 0; i < kept; i++) {
      int best = i;
      for (int j = i + 1; j < found; j++) {
        best = glance(size, chosen[j]) > glance(size, chosen[best]) ? j : best;
      }
      int place = chosen[best];
      chosen[best] = chosen[i];
      chosen[i] = place;
    }
    return kept;
  }

  private double glance(Size size, int place) {
    ClusterLoad load = board.load(place);
    return load == null ? 0 : Math.min(size.parallelism(), load.openCores());
  }

  private int set(int place) {
    chosen[0] = place;
    return 1;
  }

  private void room(int wanted) {
    if (chosen.length < wanted) {
      chosen = new int[wanted];
    }
  }

  private Placement askedFor(Work work, String cluster, double now) {
    ClusterLoad load = board.load(cluster);
    if (load == null) {
      return Placement.refused(
          work, Rule.NO_SUCH_CLUSTER, "cluster " + cluster + " was asked for and is not there");
    }
    double weight = board.weight(!work.interactive(), work.size());
    double cost =
        load.marginalCost(forecast, work.size(), weight, effective(load.traits(), now), now);
    return new Placement(
        work,
        Verdict.PLACED,
        cluster,
        List.of(new Candidate(cluster, cost / weight / board.ideal(work.size()), null)),
        load.newcomerSeconds(),
        board.age(board.placeOf(cluster).orElseThrow(), now),
        new Reason(Rule.ASKED_FOR, "cluster " + cluster + " was asked for"));
  }

  private static Placement nowhere(Work work, Choice choice) {
    boolean strict = work.restriction().strict();
    return new Placement(
        work,
        Verdict.WAITS,
        null,
        choice.told(),
        0,
        0,
        strict
            ? new Reason(Rule.STRICT_ISOLATION, "no cluster of its workspace takes new work")
            : new Reason(Rule.NO_CLUSTER, "no cluster takes new work"));
  }

  /** With old news the least loaded is a trap that everybody runs into; two draws are robust. */
  private Placement twoChoices(Work work, Choice choice) {
    List<Candidate> usable = choice.open();
    String home = work.restriction().home();
    for (Candidate candidate : usable) {
      // Old news is no reason to move a session.
      if (candidate.cluster().equals(home)) {
        usable = List.of(candidate);
        break;
      }
    }
    int hash = hash(work.id());
    Candidate first = usable.get(Math.floorMod(hash, usable.size()));
    Candidate second = usable.get(Math.floorMod(Integer.rotateLeft(hash * 31, 16), usable.size()));
    Candidate better = first.score() <= second.score() ? first : second;
    ClusterLoad load = board.load(better.cluster());
    return new Placement(
        work,
        Verdict.PLACED,
        better.cluster(),
        first.equals(second) ? List.of(first) : List.of(first, second),
        load == null ? 0 : work.size().secondsOn(load.traits().cores()),
        choice.oldest,
        new Reason(
            Rule.TWO_CHOICES_ON_A_STALE_VIEW,
            String.format(
                Locale.ROOT, "nothing was heard for %.1f s: the better of two", choice.oldest)));
  }

  /** A cluster that has just come is cold: it counts for less until it is warm. */
  private double effective(ClusterTraits traits, double now) {
    double age = now - traits.readySince();
    double warm = age >= policy.slowStartSeconds() ? 1 : age / policy.slowStartSeconds();
    return Math.max(1, traits.cores() * Math.max(0.25, warm));
  }

  static int hash(String id) {
    int hash = id.hashCode() * 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  /** One decision under way. */
  private final class Choice {
    private final Work work;
    private final double now;
    private final double ideal;
    private final double weight;
    private final int lack;
    private final List<Candidate> seen = new ArrayList<>();
    private int usable;
    private int stale;
    private int freshest = -1;
    private int lastResort = -1;
    private double bestScore = Double.POSITIVE_INFINITY;
    private double lastResortScore = Double.POSITIVE_INFINITY;
    private double bestSeconds;
    private double lastResortSeconds;
    private double oldest;

    /** Slowdown from now on if it waited for the cluster that suits it best then. */
    private double cheapestWait = Double.POSITIVE_INFINITY;

    Choice(Work work, double now, double ideal, int lack) {
      this.work = work;
      this.now = now;
      this.ideal = ideal;
      this.lack = lack;
      this.weight = board.weight(!work.interactive(), work.size());
    }

    void look(int place) {
      ClusterLoad load = board.load(place);
      if (load == null) {
        return;
      }
      ClusterTraits traits = load.traits();
      Rule excluded = excluded(load);
      if (excluded != null) {
        seen.add(new Candidate(traits.id(), 0, excluded));
        return;
      }
      double age = board.age(place, now);
      boolean old = age > policy.staleAfterSeconds();
      double score =
          load.marginalCost(forecast, work.size(), weight, effective(traits, now), now)
                  / (weight * ideal)
              + work.restriction().secondsTo(traits.id()) / ideal;
      double seconds = load.newcomerSeconds();
      if (!work.interactive()) {
        // Who is taken to be short may well be long, and is in the way for that time then.
        double longer = work.size().coreSecondsHigh() / work.size().coreSeconds();
        score += longer * seconds * board.harmPerSecond(load, load.heavies(), now);
        double alone = work.size().secondsOn(traits.cores());
        cheapestWait =
            Math.min(
                cheapestWait,
                (load.secondsUntilEmpty(forecast, now) + alone) / ideal
                    + longer * alone * board.harmPerSecond(load, 0, now));
      }
      usable++;
      stale += old ? 1 : 0;
      oldest = Math.max(oldest, age);
      Rule avoided = avoided(load);
      seen.add(new Candidate(traits.id(), score, avoided));
      if (avoided != null) {
        if (score < lastResortScore) {
          lastResort = place;
          lastResortScore = score;
          lastResortSeconds = seconds;
        }
      } else if (score < bestScore) {
        freshest = place;
        bestScore = score;
        bestSeconds = seconds;
      }
    }

    private @Nullable Rule excluded(ClusterLoad load) {
      Rule rule = LeastExpectedSlowdown.excluded(work, load);
      return rule == null && AdvisedRoom.lack(work, load) > lack
          ? Rule.ANOTHER_SIZE_SUITS_BETTER
          : rule;
    }

    private @Nullable Rule avoided(ClusterLoad load) {
      if (load.hasLoner()) {
        return Rule.RUNS_ONE_ALONE;
      }
      return work.interactive() && load.hasRunaway() ? Rule.HAS_A_RUNAWAY : null;
    }

    /** Those that could be chosen; only those that are better avoided where there is no other. */
    List<Candidate> open() {
      List<Candidate> open =
          seen.stream().filter(candidate -> candidate.excludedBy() == null).toList();
      return open.isEmpty()
          ? seen.stream()
              .filter(
                  candidate ->
                      candidate.excludedBy() == Rule.HAS_A_RUNAWAY
                          || candidate.excludedBy() == Rule.RUNS_ONE_ALONE)
              .toList()
          : open;
    }

    Placement placement(double waited) {
      double patience =
          work.interactive()
              ? Double.POSITIVE_INFINITY
              : 1
                  + policy.line().patience()
                  + policy.line().impatience() * (waited + NEXT_LOOK) / ideal;
      if (freshest == -1) {
        return chosen(lastResort, lastResortSeconds);
      }
      boolean lasts = ideal > LASTING_SECONDS;
      if (bestScore > patience && (lasts || bestScore > cheapestWait)) {
        return waits(
            Rule.WAITING_IS_CHEAPER,
            String.format(
                Locale.ROOT,
                "the best place costs %.1f times its ideal duration, more than %.1f",
                bestScore,
                patience));
      }
      return chosen(freshest, bestSeconds);
    }

    private Placement chosen(int place, double seconds) {
      ClusterLoad load = board.load(place);
      String id = load == null ? "" : load.traits().id();
      return new Placement(
          work,
          Verdict.PLACED,
          id,
          told(),
          seconds,
          oldest,
          new Reason(
              Rule.LEAST_EXPECTED_SLOWDOWN, "least slowdown for the work and its neighbours"));
    }

    private Placement waits(Rule rule, String sentence) {
      return new Placement(
          work, Verdict.WAITS, null, told(), 0, oldest, new Reason(rule, sentence));
    }

    List<Candidate> told() {
      if (seen.size() > 1) {
        seen.sort(
            Comparator.comparing((Candidate one) -> one.excludedBy() != null)
                .thenComparingDouble(Candidate::score));
      }
      return seen.size() > MOST_TOLD ? List.copyOf(seen.subList(0, MOST_TOLD)) : seen;
    }
  }
}
