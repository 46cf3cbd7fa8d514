package io.blinktwice.soak;

import io.blinktwice.soak.decision.Script;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes, traffic and witness together: what every kind of soak acts on. */
final class Scene implements AutoCloseable {
  static final String APPLICATION = "pinning";

  private static final Duration CALM_WITHIN = Duration.ofMinutes(3);
  private static final Duration RESUMED_WITHIN = Duration.ofMinutes(2);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

  /** After the last effect: a duplicate would be under way already. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Cast cast;
  private final SoakPlan plan;
  private final Script script;
  private final Stage stage;
  private final Observations observations = new Observations();
  private final InstanceApi api;
  private final List<AutoCloseable> clients = new ArrayList<>();

  Scene(Cast cast, SoakPlan plan) {
    this.cast = cast;
    this.plan = plan;
    this.script = new Script(plan.seed(), plan.workloads());
    this.stage = new Stage(cast);
    this.api = new InstanceApi(cast);
  }

  /** A condition that is asked again until it holds. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  Traffic open(Build build) throws IOException, SoakFailed, InterruptedException {
    stage.open(build);
    Traffic traffic = new Traffic(cast.kafka(), script, plan.rate(), observations);
    keep(traffic);
    keep(new Witness(cast.kafka(), observations));
    traffic.start();
    return traffic;
  }

  private synchronized void keep(AutoCloseable client) {
    clients.add(client);
  }

  Stage stage() {
    return stage;
  }

  Observations observations() {
    return observations;
  }

  /** All work, the group has settled, the standbys and the processing have caught up. */
  void awaitCalm() throws IOException, SoakFailed, InterruptedException {
    try (Group group = new Group(cast.kafka(), APPLICATION)) {
      boolean calm = await(CALM_WITHIN, () -> isCalm(group));
      if (!calm) {
        throw new SoakFailed(
            "it did not calm down within %d s: ready %s, group settled %s, standbys caught up %s, %,d effects open"
                .formatted(
                    CALM_WITHIN.toSeconds(),
                    stage.isReady(),
                    group.isSettledWith(Cast.INSTANCES),
                    api.areStandbysCaughtUp(),
                    observations.open()));
      }
    }
  }

  private boolean isCalm(Group group) throws IOException, InterruptedException {
    stage.mendWhatEnded(observations);
    return observations.open() <= plan.rate()
        && stage.isReady()
        && group.isSettledWith(Cast.INSTANCES)
        && api.areStandbysCaughtUp();
  }

  /** The wanted instance, or the other one where that only stands by: nobody would miss it. */
  int working(int wanted) throws InterruptedException {
    try (Group group = new Group(cast.kafka(), APPLICATION)) {
      List<String> working = group.working();
      boolean works =
          working.isEmpty()
              || working.stream().anyMatch(name -> name.contains("instance-" + wanted));
      return works ? wanted : 1 + wanted % Cast.INSTANCES;
    }
  }

  /** How long the slowest partition took; none when one never went on. */
  Optional<Duration> awaitResumed() throws IOException, InterruptedException {
    await(RESUMED_WITHIN, () -> observations.resumedAfter().isPresent());
    return observations.resumedAfter();
  }

  /** Whether the brokers have taken a stopped instance out of the group. */
  boolean isExpelled() throws InterruptedException {
    try (Group group = new Group(cast.kafka(), APPLICATION)) {
      return group.isSettledWith(Cast.INSTANCES - 1);
    }
  }

  static boolean await(Duration atMost, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  /** Ends the traffic, waits for its last effects and compares everything with everything. */
  List<Violation> settle(Traffic traffic, Voice voice)
      throws IOException, SoakFailed, InterruptedException {
    awaitCalm();
    traffic.stop();
    try (Group group = new Group(cast.kafka(), APPLICATION)) {
      boolean settled = await(SETTLED_WITHIN, () -> observations.open() == 0 && group.hasReadAll());
      if (!settled) {
        observations.violated(
            new Violation(Kind.LOST, "processing", observations.open() + " effects never came"));
      }
    }
    Thread.sleep(QUIET);
    List<Violation> found = new ArrayList<>();
    found.addAll(new StateSample(api, script, observations).compared(traffic.runs()));
    stage.stopInstances();
    found.addAll(new StoreAudit(cast, voice).compared());
    found.addAll(observations.violationsAtTheEnd());
    if (!observations.account().isBalanced()) {
      found.add(new Violation(Kind.DISAGREEMENT, "account", observations.account().toString()));
    }
    return List.copyOf(found);
  }

  @Override
  public void close() {
    List<AutoCloseable> open;
    synchronized (this) {
      open = List.copyOf(clients);
    }
    // Processes first: a client that waits for brokers must not keep them.
    stage.close();
    open.forEach(Scene::closeQuietly);
    api.close();
  }

  private static void closeQuietly(AutoCloseable client) {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException("a client of Kafka could not be closed", e);
    }
  }
}
