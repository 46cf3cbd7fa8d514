package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Fleet.Phase;
import io.blinktwice.pinning.decision.Release.Handling;
import io.blinktwice.pinning.decision.Release.IntendedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The flow chart of the paper's §5 and the table of the architecture's §5.3, as data: every path is
 * a row that the tests of each level walk.
 */
public final class FlowChart {
  public static final EngineVersion OLD = Story.OLD;
  public static final EngineVersion NEW = Story.NEW;
  private static final Classified USER = said(Category.USER, 0.96);
  private static final Classified SYSTEM = said(Category.SYSTEM, 0.96);
  private static final Classified OUT_OF_MEMORY =
      new Classified(Category.USER, 0.96, true, "oom", 1);

  private FlowChart() {}

  /**
   * One attempt and how it ended.
   *
   * @param failure what the classifier says of it; null where it succeeded
   * @param taskMillis what it took; 0 where nobody measured it
   */
  public record Tried(
      String run,
      int attempt,
      EngineVersion version,
      @Nullable Classified failure,
      String code,
      String condition,
      SideEffects sideEffects,
      long taskMillis) {

    Tried code(String other) {
      return new Tried(run, attempt, version, failure, other, condition, sideEffects, taskMillis);
    }

    Tried condition(String other) {
      return new Tried(run, attempt, version, failure, code, other, sideEffects, taskMillis);
    }

    Tried sideEffects(SideEffects other) {
      return new Tried(run, attempt, version, failure, code, condition, other, taskMillis);
    }
  }

  /**
   * A path.
   *
   * @param before what happened while the old version was all there was
   * @param fleet what the fleet is from then on
   * @param told what happens then
   * @param action of the verdict on the last of it, with the rule that gave it
   * @param pinnedTo what the workload is pinned to in the end
   * @param nextRunOn what its next run gets
   */
  public record Row(
      String name,
      List<Tried> before,
      Fleet fleet,
      List<Tried> told,
      String action,
      @Nullable EngineVersion pinnedTo,
      EngineVersion nextRunOn) {
    @Override
    public String toString() {
      return name;
    }
  }

  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(paper());
    rows.addAll(suspicion());
    rows.addAll(memory());
    rows.addAll(heldBack());
    rows.addAll(intendedChanges());
    rows.addAll(slowness());
    return rows;
  }

  private static List<Row> paper() {
    return List.of(
        row("no upgrade: the run succeeds", stable(), ok(1, OLD), "FINISH succeeded", null, OLD),
        row("an upgrade: the run succeeds", rolls(), ok(1, NEW), "FINISH succeeded", null, NEW),
        row(
            "user error: the job fails",
            rolls(),
            bad(1, NEW, USER),
            "FINISH user-error",
            null,
            NEW),
        row(
            "infrastructure error: retried on the same version",
            rolls(),
            bad(1, NEW, said(Category.INFRASTRUCTURE, 0.9)),
            "RETRY_SAME infrastructure",
            null,
            NEW),
        row(
            "system error: retried on the last known good version",
            rolls(),
            bad(1, NEW, SYSTEM),
            "RETRY_LAST_GOOD suspect-system",
            null,
            NEW),
        new Row(
            "the retry succeeds: pinned, and the next run too",
            List.of(),
            rolls(),
            List.of(bad(1, NEW, SYSTEM), ok(2, OLD)),
            "FINISH succeeded",
            OLD,
            OLD),
        new Row(
            "the retry fails: reported, not pinned",
            List.of(),
            rolls(),
            List.of(bad(1, NEW, SYSTEM), bad(2, OLD, SYSTEM)),
            "FINISH failed-on-both-versions",
            null,
            NEW),
        new Row(
            "the infrastructure fails the retry: it is repeated, and proves the same",
            List.of(),
            rolls(),
            List.of(
                bad(1, NEW, SYSTEM), bad(2, OLD, said(Category.INFRASTRUCTURE, 0.9)), ok(3, OLD)),
            "FINISH succeeded",
            OLD,
            OLD));
  }

  private static List<Row> suspicion() {
    List<Tried> flaky = new ArrayList<>();
    for (int run = 1; run <= 20; run++) {
      flaky.add(tried("flaky-" + run, 1, OLD, run % 2 == 0 ? SYSTEM : null));
      if (run % 2 == 0) {
        flaky.add(tried("flaky-" + run, 2, OLD, null));
      }
    }
    return List.of(
        new Row(
            "user-looking after a clean record: suspect",
            clean(),
            rolls(),
            List.of(bad(1, NEW, USER)),
            "RETRY_LAST_GOOD suspect-clean-record",
            null,
            NEW),
        new Row(
            "the same in the old arm: suspect too",
            clean(),
            rollout(0),
            List.of(bad(1, OLD, USER)),
            "RETRY_LAST_GOOD suspect-clean-record",
            null,
            OLD),
        new Row(
            "user-looking, but the code changed: the user's",
            clean(),
            rolls(),
            List.of(bad(1, NEW, USER).code("b")),
            "FINISH user-error",
            null,
            NEW),
        row(
            "perhaps the user's: a retry is cheap",
            rolls(),
            bad(1, NEW, said(Category.USER, 0.6)),
            "RETRY_LAST_GOOD suspect-unsure",
            null,
            NEW),
        row(
            "nobody knows whose: suspect",
            rolls(),
            bad(1, NEW, said(Category.UNDECIDED, 0.4)),
            "RETRY_LAST_GOOD suspect-undecided",
            null,
            NEW),
        new Row(
            "a known flake: the same version first",
            flaky,
            rolls(),
            List.of(bad(1, NEW, SYSTEM)),
            "RETRY_SAME flakes-oftener-than-releases-break",
            null,
            NEW),
        new Row(
            "a known flake that succeeds on the old version: no pin",
            flaky,
            rolls(),
            List.of(bad(1, NEW, SYSTEM), bad(2, NEW, SYSTEM), ok(3, OLD)),
            "FINISH succeeded",
            null,
            NEW));
  }

  private static List<Row> memory() {
    return List.of(
        row(
            "out of memory: a larger machine",
            stable(),
            bad(1, OLD, OUT_OF_MEMORY),
            "RETRY_LARGER out-of-memory",
            null,
            OLD),
        row(
            "out of memory while a release rolls out: compared first",
            rolls(),
            bad(1, NEW, OUT_OF_MEMORY),
            "RETRY_LAST_GOOD suspect-out-of-memory",
            null,
            NEW),
        new Row(
            "out of memory again after the comparison: a larger machine",
            List.of(),
            rolls(),
            List.of(bad(1, NEW, OUT_OF_MEMORY), bad(2, OLD, OUT_OF_MEMORY)),
            "RETRY_LARGER out-of-memory",
            null,
            NEW));
  }

  private static List<Row> heldBack() {
    List<Row> rows = new ArrayList<>();
    for (SideEffects unsafe :
        List.of(SideEffects.UNKNOWN, SideEffects.MAY_HAVE_WRITTEN, SideEffects.DECLARED_APPEND)) {
      rows.add(
          row(
              "suspect, but writes are " + unsafe + ": held back",
              rolls(),
              bad(1, NEW, SYSTEM).sideEffects(unsafe),
              "FINISH held-back-by-side-effects",
              null,
              NEW));
    }
    Classified infrastructure = said(Category.INFRASTRUCTURE, 0.9);
    rows.add(
        new Row(
            "the attempts are used up",
            List.of(),
            rolls(),
            List.of(
                bad(1, NEW, infrastructure),
                bad(2, NEW, infrastructure),
                bad(3, NEW, infrastructure)),
            "FINISH attempts-used-up",
            null,
            NEW));
    return rows;
  }

  private static List<Row> intendedChanges() {
    List<Row> rows = new ArrayList<>();
    for (Handling handling : Handling.values()) {
      boolean keeps = handling == Handling.KEEP_OLD;
      Release changed =
          new Release(
              OLD,
              Set.of(),
              Map.of("CAST_INVALID_INPUT", new IntendedChange(handling, "use try_cast")),
              false);
      rows.add(
          new Row(
              "changed on purpose, " + handling,
              clean(),
              rolls().withRelease(NEW, changed, 3),
              List.of(bad(1, NEW, USER).condition("CAST_INVALID_INPUT"), ok(2, OLD)),
              "FINISH succeeded",
              keeps ? OLD : null,
              keeps ? OLD : NEW));
      if (!keeps) {
        rows.add(
            new Row(
                "changed on purpose, " + handling + ": met again by the next run",
                clean(),
                rolls().withRelease(NEW, changed, 3),
                List.of(
                    bad(1, NEW, USER).condition("CAST_INVALID_INPUT"),
                    ok(2, OLD),
                    tried("again", 1, NEW, USER).condition("CAST_INVALID_INPUT")),
                handling == Handling.WARN
                    ? "RETRY_LAST_GOOD suspect-clean-record"
                    : "FINISH failure-is-right",
                null,
                NEW));
      }
    }
    return rows;
  }

  private static List<Row> slowness() {
    List<Tried> before = measured("before", 15, OLD, 600_000);
    List<Tried> slow = measured("slow", 8, NEW, 960_000);
    List<Tried> alike = measured("alike", 8, NEW, 600_000);
    return List.of(
        new Row(
            "as fast on the newer version: no pin",
            before,
            rolls(),
            alike,
            "FINISH succeeded",
            null,
            NEW),
        new Row(
            "slower on the newer version: the next run is compared",
            before,
            rolls(),
            slow,
            "FINISH succeeded",
            null,
            OLD),
        new Row(
            "slower on the newer version, and it goes away on the older: pinned",
            before,
            rolls(),
            joined(slow, measured("again", 3, OLD, 600_000)),
            "FINISH succeeded",
            OLD,
            OLD),
        new Row(
            "as slow on the older version: not the version's, no pin",
            before,
            rolls(),
            joined(slow, measured("again", 3, OLD, 960_000)),
            "FINISH succeeded",
            null,
            NEW));
  }

  private static List<Tried> joined(List<Tried> first, List<Tried> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Runs that took about so long, no two of them the same. */
  private static List<Tried> measured(
      String name, int runs, EngineVersion version, long taskMillis) {
    return IntStream.range(0, runs)
        .mapToObj(
            run ->
                new Tried(
                    name + "-" + run,
                    1,
                    version,
                    null,
                    "a",
                    "X_Y",
                    SideEffects.NONE_SEEN,
                    taskMillis + 3_000 * (run % 5)))
        .toList();
  }

  private static Row row(
      String name,
      Fleet fleet,
      Tried told,
      String action,
      @Nullable EngineVersion pinnedTo,
      EngineVersion next) {
    return new Row(name, List.of(), fleet, List.of(told), action, pinnedTo, next);
  }

  private static List<Tried> clean() {
    return List.of(
        tried("clean-1", 1, OLD, null),
        tried("clean-2", 1, OLD, null),
        tried("clean-3", 1, OLD, null));
  }

  private static Tried ok(int attempt, EngineVersion version) {
    return tried("run", attempt, version, null);
  }

  private static Tried bad(int attempt, EngineVersion version, Classified failure) {
    return tried("run", attempt, version, failure);
  }

  private static Tried tried(
      String run, int attempt, EngineVersion version, @Nullable Classified failure) {
    return new Tried(run, attempt, version, failure, "a", "X_Y", SideEffects.NONE_SEEN, 0);
  }

  private static Classified said(Category category, double confidence) {
    return new Classified(category, confidence, false, "sig", 1);
  }

  /** Without lots: what a path leads to then depends on no hash. */
  public static Policy policy() {
    return Story.POLICY;
  }

  public static Fleet stable() {
    return Story.stableOld();
  }

  private static Fleet rolls() {
    return rollout(1);
  }

  private static Fleet rollout(double share) {
    return stable().withRollout(NEW, new Fleet.Rollout(Phase.ROLLING_OUT, share, OLD), 2);
  }
}
