package io.blinktwice.rollout.judge.decision;

import io.blinktwice.rollout.evidence.decision.News;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The judges of all releases that roll out at once, and what they begin under.
 *
 * <p>A failure goes to the right one: a unit that another release's draw has admitted takes no part
 * in this release's bets, in either arm. That condition looks at the other draw only, so the bets
 * stay fair, and what the other release breaks is not held against this one.
 */
public final class JudgeBench {
  private static final String JUDGE = "judge/";
  private static final String BUDGET = "budget/";

  private final Draws draws;
  private final Touched touched = new Touched();
  private final KnownFleet fleet = new KnownFleet(touched);
  private final SortedMap<String, ReleaseJudge> judges = new TreeMap<>();
  private final SortedMap<String, ReleaseBudget> budgets = new TreeMap<>();

  /** A finding on a release. */
  public record Found(String release, Finding finding) {}

  public JudgeBench(Draws draws) {
    this.draws = draws;
  }

  /** What the catalogue allows a release, from its next roll-out on. */
  public void allow(String release, ReleaseBudget budget) {
    if (budget.equals(ReleaseBudget.USUAL)) {
      forget(release);
    } else if (!budget.equals(budgets.put(release, budget))) {
      touched.add(BUDGET + release);
    }
  }

  /** The catalogue has it no more. */
  public void forget(String release) {
    if (budgets.remove(release) != null) {
      touched.add(BUDGET + release);
    }
  }

  public ReleaseBudget budget(String release) {
    return budgets.getOrDefault(release, ReleaseBudget.USUAL);
  }

  /**
   * A roll-out begins at this share, under what is known of the fleet and what the catalogue allows
   * it; an older judge is gone.
   */
  public ReleaseJudge begin(String release, JudgePolicy policy, double share, Instant at) {
    JudgePolicy allowed = budget(release).appliedTo(policy);
    ReleaseJudge judge =
        begin(release, new ReleaseJudge.Terms(allowed, fleet.prior(), fleet.workloads(), at));
    judge.open(share, at);
    return judge;
  }

  /** A roll-out begins under these terms, with no wave open; an older judge is gone. */
  public ReleaseJudge begin(String release, ReleaseJudge.Terms terms) {
    end(release);
    ReleaseJudge judge = new ReleaseJudge(release, draws.forRelease(release), terms);
    judges.put(release, judge);
    return judge;
  }

  /** The roll-out is over. */
  public void end(String release) {
    ReleaseJudge gone = judges.remove(release);
    if (gone != null) {
      gone.parts().forEach(name -> touched.add(JUDGE + release + "/" + name));
    }
  }

  public Optional<ReleaseJudge> judge(String release) {
    return Optional.ofNullable(judges.get(release));
  }

  /** Releases that are judged, in the order of their names. */
  public Set<String> releases() {
    return Set.copyOf(judges.keySet());
  }

  /** All news of a beat, in their order, and then its end. */
  public List<Found> beat(Beat beat, List<News> ordered) {
    List<Found> all = new ArrayList<>();
    for (News news : ordered) {
      all.addAll(hear(news));
    }
    List<ReleaseJudge> young =
        judges.values().stream()
            .filter(judge -> beat.start().isBefore(judge.terms().began()))
            .toList();
    if (!young.isEmpty()) {
      FlakePrior prior = fleet.prior();
      young.forEach(judge -> judge.beganUnder(prior, fleet.workloads()));
    }
    judges.forEach(
        (release, judge) ->
            judge.passed(beat.end()).forEach(found -> all.add(new Found(release, found))));
    return all;
  }

  private List<Found> hear(News news) {
    if (news instanceof News.Counted counted) {
      fleet.hear(counted);
    } else if (news instanceof News.Forgotten forgotten) {
      fleet.hear(forgotten);
    }
    List<Found> all = new ArrayList<>();
    judges.forEach(
        (release, judge) -> {
          if (!(news instanceof News.Suspected failure && isInAnotherArm(release, failure))) {
            judge.hear(news).forEach(found -> all.add(new Found(release, found)));
          }
        });
    return all;
  }

  private boolean isInAnotherArm(String release, News.Suspected failure) {
    return judges.size() > 1
        && judges.entrySet().stream()
            .anyMatch(
                other ->
                    !other.getKey().equals(release)
                        && other.getValue().hadDrawn(failure.unit(), failure.startedAt()));
  }

  /** Names of the parts that differ from what was taken last. */
  public Set<String> touched() {
    judges.forEach(
        (release, judge) ->
            judge.touched().forEach(name -> touched.add(JUDGE + release + "/" + name)));
    return touched.take();
  }

  /** A part as it is to be kept; null for one that is not there any more. */
  public byte @Nullable [] part(String name) {
    if (name.startsWith(BUDGET)) {
      ReleaseBudget budget = budgets.get(name.substring(BUDGET.length()));
      return budget == null ? null : budget.bytes();
    }
    if (!name.startsWith(JUDGE)) {
      return fleet.part(name);
    }
    int slash = name.indexOf('/', JUDGE.length());
    ReleaseJudge judge = judges.get(name.substring(JUDGE.length(), slash));
    return judge == null ? null : judge.part(name.substring(slash + 1));
  }

  /** From all its parts, by name. */
  public static JudgeBench restored(Draws draws, Map<String, byte[]> parts) {
    JudgeBench read = new JudgeBench(draws);
    Map<String, Map<String, byte[]>> byRelease = new TreeMap<>();
    Map<String, byte[]> others = new HashMap<>();
    parts.forEach(
        (name, bytes) -> {
          int slash = name.indexOf('/', JUDGE.length());
          if (name.startsWith(JUDGE)) {
            byRelease
                .computeIfAbsent(name.substring(JUDGE.length(), slash), any -> new HashMap<>())
                .put(name.substring(slash + 1), bytes);
          } else if (name.startsWith(BUDGET)) {
            read.budgets.put(name.substring(BUDGET.length()), ReleaseBudget.of(bytes));
          } else {
            others.put(name, bytes);
          }
        });
    byRelease.forEach(
        (release, its) ->
            read.judges.put(
                release, ReleaseJudge.restored(release, draws.forRelease(release), its)));
    read.fleet.read(others);
    return read;
  }
}
