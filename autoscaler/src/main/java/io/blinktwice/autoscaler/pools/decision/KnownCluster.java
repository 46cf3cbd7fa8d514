package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * A cluster, and what it does.
 *
 * @param since second in which it came to this state
 * @param load what it did when it last said so
 */
public record KnownCluster(Group group, State state, int cores, long since, Load load) {

  /** Clusters that do the same work: of one version and size. */
  public record Group(String version, String size) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byVersion = version.compareTo(other.version);
      return byVersion != 0 ? byVersion : size.compareTo(other.size);
    }
  }

  /** Where in its life. */
  public enum State {
    STARTING,
    READY,
    DRAINING
  }

  /**
   * What a cluster does.
   *
   * @param second when it said so; 0 if never
   */
  public record Load(
      long second, int busy, int queued, int operations, int queuedOperations, int sessions) {
    public static final Load NONE = new Load(0, 0, 0, 0, 0, 0);
  }

  KnownCluster with(Load newer) {
    return new KnownCluster(group, state, cores, since, newer);
  }

  /** Cores that do something. */
  int busyCores() {
    int tasks = Math.min(cores, Math.max(0, load.busy()));
    return load.operations() > 0 ? Math.max(1, tasks) : tasks;
  }

  /** Cores that work on it waits for: never more than it has itself. */
  int wantedCores() {
    return Math.min(cores, Math.max(0, load.queued()) + Math.max(0, load.queuedOperations()));
  }

  boolean isIdle() {
    return load.operations() <= 0 && load.queuedOperations() <= 0 && load.busy() <= 0;
  }

  void write(StateWriter out) {
    out.text(group.version());
    out.text(group.size());
    out.text(state.name());
    out.number(cores);
    out.count(since);
    out.count(load.second());
    out.number(load.busy());
    out.number(load.queued());
    out.number(load.operations());
    out.number(load.queuedOperations());
    out.number(load.sessions());
  }

  static KnownCluster read(StateReader in) {
    Group group = new Group(in.text(), in.text());
    State state = State.valueOf(in.text());
    int cores = in.number();
    long since = in.count();
    Load load =
        new Load(in.count(), in.number(), in.number(), in.number(), in.number(), in.number());
    return new KnownCluster(group, state, cores, since, load);
  }
}
