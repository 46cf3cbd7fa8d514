package io.blinktwice.router.placement.decision;

/** Work on a cluster, and how far it is believed to be. */
final class RunningWork {
  /** Of an estimate that is used up, so much is still to come: nobody knows when it ends. */
  private static final double RESIDUE = 0.25;

  private final Work work;
  private final double since;
  private final boolean own;
  private double expected;
  private double forecastSeconds;
  private boolean heavy;
  private boolean runaway;
  private double weight;

  /** Core-seconds that it has had. */
  private double done;

  /** Cores that it is believed to have now. */
  private double rate;

  /** Reports in a row that did not know it. */
  private int missing;

  RunningWork(Work work, double since, boolean own) {
    this.work = work;
    this.since = since;
    this.own = own;
    this.expected = work.size().coreSeconds();
    this.heavy = !work.interactive();
  }

  Work work() {
    return work;
  }

  double since() {
    return since;
  }

  /** Whether this instance placed it and will see its end itself. */
  boolean own() {
    return own;
  }

  boolean heavy() {
    return heavy;
  }

  boolean runaway() {
    return runaway;
  }

  double parallelism() {
    return work.size().parallelism();
  }

  double weight() {
    return weight;
  }

  void weigh(double value) {
    weight = value;
  }

  double rate() {
    return rate;
  }

  void rate(double cores) {
    rate = cores;
  }

  double done() {
    return done;
  }

  double forecastSeconds() {
    return forecastSeconds;
  }

  void forecast(double seconds) {
    forecastSeconds = seconds;
  }

  void advance(double seconds) {
    done += rate * seconds;
  }

  /** What its server says. It never says less than before, however reports are mixed up. */
  void reported(double coreSeconds) {
    done = Math.max(done, Math.min(coreSeconds, Size.MOST_CORE_SECONDS));
    missing = 0;
  }

  int missed() {
    return ++missing;
  }

  /** What is believed to be left: at least a part of the estimate, and of what it has had. */
  double remaining() {
    double least = RESIDUE * Math.max(expected, done);
    return Math.max(expected - done, done > 2 * expected ? done : least);
  }

  /** It has outgrown its estimate: as much again as it has had, and no quick answer. */
  void outgrown() {
    heavy = true;
    expected = Math.max(expected, 2 * done);
  }

  void ranAway() {
    outgrown();
    runaway = true;
  }
}
