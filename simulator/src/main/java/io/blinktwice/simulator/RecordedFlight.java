package io.blinktwice.simulator;

import io.blinktwice.rollout.decision.Judged;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.judge.decision.Finding;
import io.blinktwice.rollout.judge.decision.JudgePolicy;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A flight of a small fleet with real names, written down: all that was told of workloads before
 * and during the roll-out, and what the pure judge made of it. Whoever plays the facts to the real
 * topology must get the same decisions.
 *
 * @param before the fleet's facts before the roll-out began, in their order
 * @param during those after it
 * @param found what the judge found, with what each finding rests on
 */
public record RecordedFlight(List<Told> before, List<Told> during, List<Found> found) {
  public static final String OLD = Ours.OLD;
  public static final String RELEASE = Ours.RELEASE;
  public static final Instant START = Ours.START;

  private static final int HOURS = 4;
  public static final Instant END = START.plusSeconds(HOURS * 3_600);

  /** From here on facts of before are heard with those of the roll-out. */
  public static final Instant LAST_BEFORE = START.minus(Ours.LAST_RUN);

  private static final Fleet.Size SMALL = new Fleet.Size(1_000, 40, 60, 1_800);

  /** A fact and whose it is. */
  public record Told(String workspace, String workload, String fingerprint, Fact fact) {}

  /** A finding and what it rests on. */
  public record Found(Finding finding, Judged judged) {}

  public RecordedFlight {
    before = List.copyOf(before);
    during = List.copyOf(during);
    found = List.copyOf(found);
  }

  /**
   * One of the scenarios, on 1,000 workloads in 40 workspaces with thirty runs a minute, for four
   * hours.
   */
  public static RecordedFlight of(String scenario, long seed) {
    Scenario flown = Scenario.of(scenario);
    Flight flight = new Flight(flown, SMALL, HOURS, seed);
    Notes notes = new Notes(flight.fleet());
    flight.fly(
        new Ours(
            flight.fleet(),
            new Ours.Plan(
                JudgePolicy.DEFAULT, flown == Scenario.UNEQUAL_ARMS, true, Names.REAL, notes)));
    return new RecordedFlight(notes.before, notes.during, notes.found);
  }

  /** A run of everybody after the flight: by it all know that what was before has happened. */
  public List<Told> afterwards() {
    return before.stream()
        .filter(told -> told.fact() instanceof Fact.Ended)
        .filter(told -> !told.fact().at().isBefore(LAST_BEFORE))
        .map(
            told ->
                new Told(
                    told.workspace(),
                    told.workload(),
                    told.fingerprint(),
                    after((Fact.Ended) told.fact())))
        .toList();
  }

  private static Fact after(Fact.Ended last) {
    return new Fact.Ended(
        "after",
        1,
        END.plusSeconds(60),
        last.workspace(),
        last.version(),
        last.ending(),
        "verdict-after");
  }

  /** Writes down. */
  private static final class Notes implements Ours.Recorder {
    private final Fleet fleet;
    private final List<Told> before = new ArrayList<>();
    private final List<Told> during = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    Notes(Fleet fleet) {
      this.fleet = fleet;
    }

    @Override
    public void told(int number, Fact fact) {
      String workspace = "workspace-" + fleet.workspace[number];
      String workload = "workload-" + number;
      (fact.at().isBefore(START) ? before : during)
          .add(new Told(workspace, workload, Names.REAL.of(workspace, workload), fact));
    }

    @Override
    public void found(Finding finding, ReleaseJudge judge) {
      found.add(new Found(finding, Judged.of(finding, judge)));
    }
  }
}
