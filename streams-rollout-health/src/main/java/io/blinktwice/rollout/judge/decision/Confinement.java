package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells damage in one part of the fleet (a workspace, a client's environment, a cluster) from
 * damage everywhere: units harmed by a release that is bad for a share of the whole fleet fall into
 * its parts as the traffic does.
 *
 * <p>The draw puts each workspace into both arms alike, so all its traffic says how large it is. A
 * cluster runs one version and an environment cannot run each: of those only what ran on the
 * release counts, or the release would be told apart from itself.
 */
final class Confinement {
  static final String TRAFFIC = "traffic/";

  /** How improbable it must be that the draw alone put so many harmed units into one part. */
  private static final double COINCIDENCE = .15;

  /** Parts beyond this many are not told apart; a fleet has some hundreds. */
  private static final int MOST_SCOPES = 20_000;

  private final Touched touched;
  private final Map<Scope, Integer> telling = new TreeMap<>();
  private final Map<Scope, Integer> twice = new TreeMap<>();
  private final Map<Scope, Traffic> traffic = new HashMap<>();
  private long allCleanRuns;
  private long cleanOnRelease;
  private int allTelling;
  private int allTwice;

  /** Of one part: its clean runs, and the name that it is kept under. */
  private static final class Traffic {
    private final String name;
    private long cleanRuns;

    Traffic(String name, long cleanRuns) {
      this.name = name;
      this.cleanRuns = cleanRuns;
    }
  }

  Confinement(Touched touched) {
    this.touched = touched;
  }

  void clean(Place place, boolean onRelease) {
    allCleanRuns++;
    cleanOnRelease += onRelease ? 1 : 0;
    for (Scope scope : place.scopes()) {
      if (!onRelease && scope.kind() != Scope.Kind.WORKSPACE) {
        continue;
      }
      Traffic known = traffic.get(scope);
      if (known == null && traffic.size() < MOST_SCOPES) {
        known = new Traffic(TRAFFIC + scope.text(), 0);
        traffic.put(scope, known);
      }
      if (known != null) {
        known.cleanRuns++;
        touched.add(known.name);
      }
    }
  }

  /**
   * A unit was harmed whose failure says something about where it is.
   *
   * @param again whether the lot sent its retry back, and it failed there once more
   */
  void harmed(Place place, boolean again) {
    allTelling++;
    place.scopes().forEach(scope -> telling.merge(scope, 1, Integer::sum));
    if (again) {
      allTwice++;
      place.scopes().forEach(scope -> twice.merge(scope, 1, Integer::sum));
    }
  }

  /** In how many workspaces units were harmed. */
  long workspacesHarmed() {
    return telling.keySet().stream().filter(scope -> scope.kind() == Scope.Kind.WORKSPACE).count();
  }

  /** The part whose share of the traffic explains its harmed units least, if at all badly. */
  Optional<Scope> culprit() {
    Scope best = null;
    double least = COINCIDENCE;
    for (Map.Entry<Scope, Integer> found : telling.entrySet()) {
      double chance = coincidence(found.getValue(), trafficShare(found.getKey()));
      if (found.getValue() >= 2 && (best == null ? chance <= least : chance < least)) {
        best = found.getKey();
        least = chance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Workspaces with harm, each so small that the damage may be its alone. */
  List<Scope> suspectWorkspaces() {
    return telling.keySet().stream()
        .filter(scope -> scope.kind() == Scope.Kind.WORKSPACE)
        .filter(scope -> trafficShare(scope) <= COINCIDENCE)
        .toList();
  }

  /** Elsewhere a unit failed twice in a row on the release, or at least two failed. */
  boolean isHarmedOutside(Scope scope) {
    return allTwice > twice.getOrDefault(scope, 0)
        || allTelling - telling.getOrDefault(scope, 0) >= 2;
  }

  private double trafficShare(Scope scope) {
    Traffic known = traffic.get(scope);
    long all = scope.kind() == Scope.Kind.WORKSPACE ? allCleanRuns : cleanOnRelease;
    return ((known == null ? 0 : known.cleanRuns) + 1.0) / (all + 1.0);
  }

  /** An upper bound of the chance: choose who is together, the first of them says where. */
  private double coincidence(int together, double share) {
    double choices = 1;
    for (int chosen = 0; chosen < together; chosen++) {
      choices *= (double) (allTelling - chosen) / (together - chosen);
    }
    return choices * Math.pow(share, together - 1);
  }

  /** It has left the experiment. */
  void forget(Scope scope) {
    Integer gone = telling.remove(scope);
    allTelling -= gone == null ? 0 : gone;
    Integer goneTwice = twice.remove(scope);
    allTwice -= goneTwice == null ? 0 : goneTwice;
    telling.keySet().removeIf(known -> known.kind() != scope.kind());
    twice.keySet().removeIf(known -> known.kind() != scope.kind());
  }

  void write(StateWriter out) {
    write(telling, out);
    out.number(allTelling);
    out.count(allCleanRuns);
    write(twice, out);
    out.number(allTwice);
    out.count(cleanOnRelease);
  }

  private static void write(Map<Scope, Integer> counts, StateWriter out) {
    out.number(counts.size());
    counts.forEach(
        (scope, count) -> {
          out.text(scope.text());
          out.number(count);
        });
  }

  void read(StateReader in) {
    in.list(each -> telling.put(Scope.parse(each.text()), each.number()));
    allTelling = in.number();
    allCleanRuns = in.count();
    if (in.format() > JudgeFormat.WITHOUT_REPEATS) {
      in.list(each -> twice.put(Scope.parse(each.text()), each.number()));
      allTwice = in.number();
    }
    if (in.format() > JudgeFormat.WITHOUT_BUDGETS) {
      cleanOnRelease = in.count();
    }
  }

  /** Names of all its parts. */
  List<String> parts() {
    return traffic.values().stream().map(known -> known.name).toList();
  }

  /** Null for what is not there any more. */
  byte @Nullable [] part(String name) {
    Traffic known = traffic.get(Scope.parse(name.substring(TRAFFIC.length())));
    if (known == null) {
      return null;
    }
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    out.count(known.cleanRuns);
    return out.bytes();
  }

  /** Of clusters and environments both arms were counted once: they begin anew. */
  void read(String name, StateReader in) {
    Scope scope = Scope.parse(name.substring(TRAFFIC.length()));
    if (scope.kind() == Scope.Kind.WORKSPACE || in.format() > JudgeFormat.WITHOUT_BUDGETS) {
      traffic.put(scope, new Traffic(name, in.count()));
    }
  }
}
