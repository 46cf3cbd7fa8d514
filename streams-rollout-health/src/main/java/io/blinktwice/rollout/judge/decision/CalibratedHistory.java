package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cheap evidence that slows a rollout and sets its speed: how much likelier the release's runs
 * are if a share of the workloads is broken, given each workload's own history.
 *
 * <p>History alone takes a noisy workspace for a broken release. So every failure is weighed
 * against the same workspace's old arm in the same quarter of an hour ({@link ConcurrentControl});
 * how probable noise is beforehand follows from that workspace's last quarter and from how much of
 * the fleet is noisy now. Noise thereby costs little even while it lasts, and nothing when it has
 * ended. No guarantee on α hangs on this.
 */
final class CalibratedHistory {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final double SURPRISE = .002;
  private static final double PERSISTENCE = .8;
  private static final double BOUND = 3;
  private static final double WEIGHED_FROM = .0015;
  private static final double WEIGHED_TO = .12;
  private static final Hypothesis[] HYPOTHESES = ladder();
  private static final int INTERMITTENT = 4;
  private static final int CERTAIN = HYPOTHESES.length - INTERMITTENT;

  /** Logs of what one more clean run says of the intermittent ones, by clean runs before. */
  private static final double[][] CLEAN = cleanLogs();

  private static double[][] cleanLogs() {
    double[][] logs = new double[1_000][INTERMITTENT];
    for (int before = 0; before < logs.length; before++) {
      for (int each = 0; each < INTERMITTENT; each++) {
        logs[before][each] = Math.log(HYPOTHESES[CERTAIN + each].cleanRatio(before));
      }
    }
    return logs;
  }

  private static final class Workspace {
    final String part;
    final double[] settled = new double[HYPOTHESES.length];
    long quarter = Long.MIN_VALUE;
    double noisyBefore;
    boolean failing;
    ConcurrentControl now = new ConcurrentControl(HYPOTHESES.length);
    int released;

    Workspace(String name) {
      this.part = WORKSPACE + name;
    }

    double odds(int hypothesis) {
      return settled[hypothesis] + (failing ? now.odds(hypothesis) : 0);
    }
  }

  static final String WORKSPACE = "workspace/";

  /** In one order, so that sums are the same after a restart, to the last bit. */
  private final Map<String, Workspace> workspaces = new TreeMap<>();

  private final Touched touched;
  private final double[] odds = new double[HYPOTHESES.length];
  private long quarter = Long.MIN_VALUE;
  private double noisyNow;
  private double noisyFleet;
  private int exposed;

  CalibratedHistory(Touched touched) {
    this.touched = touched;
  }

  private static Hypothesis[] ladder() {
    double[] shares = new double[28];
    for (int rung = 0; rung < shares.length; rung++) {
      shares[rung] = .0002 * Math.pow(1.34, rung);
    }
    Hypothesis[] all = new Hypothesis[shares.length + 4];
    for (int rung = 0; rung < shares.length; rung++) {
      all[rung] = new Hypothesis(shares[rung], 1);
    }
    all[shares.length] = new Hypothesis(.005, .15);
    all[shares.length + 1] = new Hypothesis(.02, .15);
    all[shares.length + 2] = new Hypothesis(.08, .15);
    all[shares.length + 3] = new Hypothesis(1, .005);
    return all;
  }

  void clean(String name, boolean onRelease, int cleanRuns, Instant at) {
    Workspace workspace = current(name, at);
    workspace.now.clean();
    if (!onRelease) {
      return;
    }
    if (cleanRuns == 0) {
      exposed++;
    }
    double[] ratios = CLEAN[Math.min(cleanRuns, CLEAN.length - 1)];
    for (int hypothesis = CERTAIN; hypothesis < HYPOTHESES.length; hypothesis++) {
      odds[hypothesis] += ratios[hypothesis - CERTAIN];
    }
  }

  void failed(String name, double flakeRate, Instant at) {
    Workspace workspace = current(name, at);
    change(workspace, () -> workspace.now.failed(flakeRate));
  }

  void failedOnRelease(String name, double flakeRate, int cleanRuns, Instant at) {
    Workspace workspace = current(name, at);
    workspace.released++;
    change(workspace, () -> workspace.now.failedOnRelease(flakeRate, cleanRuns, HYPOTHESES));
  }

  private void change(Workspace workspace, Runnable change) {
    change.run();
    workspace.failing = true;
    reweigh(workspace);
  }

  private void reweigh(Workspace workspace) {
    double before = workspace.now.noisy();
    double[] old = new double[HYPOTHESES.length];
    Arrays.setAll(old, workspace.now::odds);
    workspace.now.weigh(noiseProbability(workspace));
    noisyNow += workspace.now.noisy() - before;
    for (int hypothesis = 0; hypothesis < odds.length; hypothesis++) {
      odds[hypothesis] += workspace.now.odds(hypothesis) - old[hypothesis];
    }
  }

  private double noiseProbability(Workspace workspace) {
    double fleet = Math.max(noisyFleet, noisyNow / workspaces.size());
    double own = PERSISTENCE * workspace.noisyBefore;
    return Math.clamp(Math.max(fleet, own), SURPRISE, .9);
  }

  private Workspace current(String name, Instant at) {
    passed(at);
    Workspace workspace = workspaces.computeIfAbsent(name, Workspace::new);
    touched.add(workspace.part);
    if (workspace.quarter != quarter) {
      workspace.noisyBefore *= Math.pow(PERSISTENCE, Math.max(0, quarter - workspace.quarter - 1));
      workspace.quarter = quarter;
      workspace.now = new ConcurrentControl(HYPOTHESES.length);
      workspace.failing = false;
    }
    return workspace;
  }

  /** Settles the quarter that has ended: now that its control is whole, weigh it a last time. */
  void passed(Instant at) {
    long next = Math.floorDiv(at.toEpochMilli(), QUARTER.toMillis());
    if (next <= quarter) {
      return;
    }
    workspaces
        .values()
        .forEach(
            workspace -> {
              if (workspace.quarter == quarter) {
                settle(workspace);
                touched.add(workspace.part);
              }
            });
    noisyFleet = workspaces.isEmpty() ? 0 : PERSISTENCE * noisyNow / workspaces.size();
    noisyNow = 0;
    quarter = next;
  }

  private void settle(Workspace workspace) {
    if (workspace.failing) {
      reweigh(workspace);
      for (int hypothesis = 0; hypothesis < odds.length; hypothesis++) {
        workspace.settled[hypothesis] += workspace.now.odds(hypothesis);
      }
      workspace.failing = false;
      workspace.noisyBefore = workspace.now.noisy();
    } else {
      workspace.noisyBefore *= PERSISTENCE * PERSISTENCE;
    }
  }

  /** Bayes factor of "some share is broken" against "the release changes nothing". */
  double ratio() {
    double sum = 0;
    int count = 0;
    for (int hypothesis = 0; hypothesis < HYPOTHESES.length; hypothesis++) {
      if (weighed(hypothesis)) {
        sum += Math.exp(logLikelihood(hypothesis));
        count++;
      }
    }
    return sum / count;
  }

  private static boolean weighed(int hypothesis) {
    double share = HYPOTHESES[hypothesis].brokenShare();
    return hypothesis >= CERTAIN || (share >= WEIGHED_FROM && share <= WEIGHED_TO);
  }

  private double logLikelihood(int hypothesis) {
    double clean =
        hypothesis < CERTAIN ? exposed * Math.log1p(-HYPOTHESES[hypothesis].brokenShare()) : 0;
    return clean + odds[hypothesis];
  }

  /** The largest broken share that the evidence does not contradict (likelihood within e^-3). */
  double upperBound() {
    double best = 0;
    for (int hypothesis = 0; hypothesis < CERTAIN; hypothesis++) {
      best = Math.max(best, logLikelihood(hypothesis));
    }
    for (int hypothesis = CERTAIN - 1; hypothesis >= 0; hypothesis--) {
      double here = logLikelihood(hypothesis);
      if (here >= best - BOUND) {
        return hypothesis == CERTAIN - 1 ? 1 : crossing(hypothesis, here, best - BOUND);
      }
    }
    return HYPOTHESES[0].brokenShare();
  }

  /** Between two rungs of the ladder, in proportion. */
  private double crossing(int hypothesis, double here, double level) {
    double above = logLikelihood(hypothesis + 1);
    double part = (here - level) / (here - above);
    double low = HYPOTHESES[hypothesis].brokenShare();
    return low + part * (HYPOTHESES[hypothesis + 1].brokenShare() - low);
  }

  /** The broken share that explains the evidence best. */
  double likeliest() {
    int best = 0;
    for (int hypothesis = 1; hypothesis < CERTAIN; hypothesis++) {
      if (logLikelihood(hypothesis) > logLikelihood(best)) {
        best = hypothesis;
      }
    }
    return HYPOTHESES[best].brokenShare();
  }

  /** Workspaces whose failures on the release speak against it. */
  long suspectWorkspaces() {
    return workspaces.values().stream()
        .filter(w -> w.released > 0 && w.odds(CERTAIN / 2) > .5)
        .count();
  }

  int workspaceCount() {
    return workspaces.size();
  }

  /** Takes back what a workspace said; it has left the experiment. */
  void forget(String name) {
    Workspace gone = workspaces.remove(name);
    touched.add(WORKSPACE + name);
    for (int hypothesis = 0; gone != null && hypothesis < odds.length; hypothesis++) {
      odds[hypothesis] -= gone.odds(hypothesis);
    }
  }

  int exposed() {
    return exposed;
  }

  void write(StateWriter out) {
    out.reals(odds);
    out.count(quarter);
    out.real(noisyNow);
    out.real(noisyFleet);
    out.number(exposed);
  }

  /** Without its workspaces, which are read one by one. */
  void read(StateReader in) {
    System.arraycopy(in.reals(), 0, odds, 0, odds.length);
    quarter = in.count();
    noisyNow = in.real();
    noisyFleet = in.real();
    exposed = in.number();
  }

  /** Names of all its parts. */
  List<String> parts() {
    return workspaces.keySet().stream().map(name -> WORKSPACE + name).toList();
  }

  /** Null for what is not there any more. */
  byte @Nullable [] part(String name) {
    Workspace workspace = workspaces.get(name.substring(WORKSPACE.length()));
    if (workspace == null) {
      return null;
    }
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    boolean told = workspace.released > 0;
    out.flag(told);
    if (told) {
      out.reals(workspace.settled);
    }
    out.count(workspace.quarter);
    out.real(workspace.noisyBefore);
    out.flag(workspace.failing);
    out.number(workspace.released);
    workspace.now.write(out);
    return out.bytes();
  }

  void read(String name, StateReader in) {
    String workspaceName = name.substring(WORKSPACE.length());
    Workspace workspace = new Workspace(workspaceName);
    if (in.flag()) {
      System.arraycopy(in.reals(), 0, workspace.settled, 0, workspace.settled.length);
    }
    workspace.quarter = in.count();
    workspace.noisyBefore = in.real();
    workspace.failing = in.flag();
    workspace.released = in.number();
    workspace.now = ConcurrentControl.read(HYPOTHESES.length, in);
    workspaces.put(workspaceName, workspace);
  }
}
