package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.Pin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Steps 5 to 8: the fix comes, pins end, a job moves to a newer client, and people share servers.
 */
final class Sequel {
  private static final String LARGER = "large";

  private final Stage stage;
  private final List<ScheduledJob> jobs;
  private final EngineVersion stable;
  private final EngineVersion release;
  private final EngineVersion fixed;
  private final Repair repair;
  private final PoolTide tide;

  /**
   * @param jobs that the release has broken
   */
  Sequel(Stage stage, List<ScheduledJob> jobs, EngineVersion stable, EngineVersion release) {
    this.stage = stage;
    this.jobs = jobs;
    this.stable = stable;
    this.release = release;
    this.fixed = new EngineVersion(release + "-fix1");
    this.repair = new Repair(stage.cast(), release, fixed);
    this.tide = new PoolTide(stage.cast(), release, fixed);
  }

  /** The first failure is known; its server starts while nobody waits for it. */
  void begins() throws DemoFailed, IOException, InterruptedException {
    repair.build();
  }

  void play() throws DemoFailed, IOException, InterruptedException {
    Narrator narrator = stage.cast().narrator();
    narrator.act("5. " + fixed + " repairs it, and is faster", Duration.ofSeconds(40));
    repaired();
    narrator.act(
        "6. A ticket is a false positive, a pin is released by hand, nobody needs %s any more"
            .formatted(release),
        Duration.ofSeconds(15));
    try (NotebookRoom room =
        NotebookRoom.open(stage.cast().scheduler(), stage.jvm(), stage.folder())) {
      pinsEnd(room);
      narrator.act("7. The job moves to a newer client", Duration.ofSeconds(10));
      new NewerClient(stage.cast(), stage.clients(), fixed)
          .move(jobs.getFirst(), Jobs.REPORT, stage.progress());
      narrator.act(
          "8. The pool grows; a query never ends, another needs more memory",
          Duration.ofSeconds(35));
      ClusterLifecycle larger = tide.grown(LARGER);
      new RunawayIsolation(stage.cast(), terminal()).play(room, larger);
      new MemoryRescue(stage.cast()).play(room, larger);
    }
  }

  private Terminal terminal() {
    return new Terminal(stage.plan(), stage.folder());
  }

  private void repaired() throws DemoFailed, IOException, InterruptedException {
    ScheduledJob job = jobs.getFirst();
    Pin pin = stage.cast().witness().pin(job.workload());
    repair.deploy(job);
    repair.unpinnedByItself(job, pin);
    new Race(stage.cast(), stage.folder())
        .run(stage.jvm(), Jobs.REPORT, List.of(stable, release, fixed));
  }

  private void pinsEnd(NotebookRoom room) throws DemoFailed, IOException, InterruptedException {
    Witness witness = stage.cast().witness();
    Pin innocent = witness.pin(jobs.get(1).workload());
    Pin releasedByHand = witness.pin(jobs.get(2).workload());
    ClusterLifecycle idle = tide.turns();
    Story.Cast cast = stage.cast();
    SideBySide.play(
        cast.narrator(),
        List.of(
            aside -> repair.toldBy(cast.toldBy(aside)).falsePositive(jobs.get(1), innocent),
            aside ->
                repair.toldBy(cast.toldBy(aside)).unpin(jobs.get(2), releasedByHand, terminal()),
            aside -> room.isOpened(cast.toldBy(aside), fixed),
            aside -> tide.toldBy(cast.toldBy(aside)).ebbed(idle)));
    // Not before the notebooks are open: they are to be on the smaller server.
    tide.asksFor(LARGER);
  }
}
