package io.blinktwice.app.demo;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.runtime.artifact.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays the story on a running installation. */
public final class Demo {
  private final InstallationPlan plan;
  private final Installation installation;
  private final Narrator narrator;
  private final List<String> statements;

  /**
   * What is to be played.
   *
   * @param statements one job for each; they must succeed on the first engine and fail on the
   *     second
   */
  public record Script(List<String> statements, PythonJob python) {
    public Script {
      statements = List.copyOf(statements);
    }
  }

  /** Whether a PySpark job takes part. */
  public enum PythonJob {
    IF_POSSIBLE,
    REQUIRED,
    NONE
  }

  private final PythonJob python;

  public Demo(InstallationPlan plan, Installation installation, Script script, Audience audience) {
    this.plan = plan;
    this.installation = installation;
    this.narrator = new Narrator(audience);
    this.statements = script.statements();
    this.python = script.python();
  }

  /** Returns when all of it happened; throws at the first thing that did not. */
  public void play(Progress progress)
      throws DemoFailed, InstallationFailed, IOException, InterruptedException {
    Clients clients = new Clients(plan.home(), plan.cache(), narrator);
    Client jvm = clients.jvm(progress);
    Optional<Client> pyspark = python == PythonJob.NONE ? Optional.empty() : clients.python();
    if (pyspark.isEmpty() && python == PythonJob.REQUIRED) {
      throw new DemoFailed(
          "the PySpark client cannot be installed here, and --python asked for it");
    }
    ControlPlane controlPlane = new ControlPlane(installation.addresses().http(), plan.folder());
    Path folder = Files.createDirectories(plan.folder().run().resolve("jobs"));
    try (Witness witness = new Witness(installation.addresses().kafka())) {
      Scheduler scheduler = new Scheduler(installation.addresses().gateway(), controlPlane, folder);
      Story story =
          new Story(
              new Story.Cast(narrator, controlPlane, scheduler, witness), stable(), release());
      play(story, jobs(jvm, pyspark), witness);
    }
  }

  private EngineVersion stable() {
    return plan.engines().getFirst();
  }

  private EngineVersion release() {
    return plan.engines().getLast();
  }

  /** The first job's scheduler tries again; for the others the gateway does, inside their calls. */
  private List<ScheduledJob> jobs(Client jvm, Optional<Client> pyspark) {
    List<ScheduledJob> jobs = new ArrayList<>();
    jobs.add(
        new ScheduledJob(
            "daily-etl-1", jvm, List.of(statements.getFirst()), ScheduledJob.Retries.SCHEDULER));
    for (int i = 1; i < statements.size(); i++) {
      jobs.add(inSession("daily-etl-" + (i + 1), jvm, statements.get(i)));
    }
    pyspark.ifPresent(client -> jobs.add(inSession("python-report", client, statements.getLast())));
    return jobs;
  }

  /** A session with something to lose: what it made before the failure is asked for after it. */
  private static ScheduledJob inSession(String workload, Client client, String statement) {
    return new ScheduledJob(
        workload,
        client,
        List.of(
            "SET spark.sql.session.timeZone = Asia/Tokyo",
            "CREATE OR REPLACE TEMPORARY VIEW words AS SELECT 'kept' AS word",
            statement,
            "SELECT word, current_timezone() FROM words"),
        ScheduledJob.Retries.GATEWAY);
  }

  private void play(Story story, List<ScheduledJob> jobs, Witness witness)
      throws DemoFailed, IOException, InterruptedException {
    ScheduledJob survivor =
        new ScheduledJob(
            "survives-a-crash",
            jobs.getFirst().client(),
            List.of(statements.getFirst()),
            ScheduledJob.Retries.SCHEDULER);
    narrator.act("1. Scheduled jobs run on " + stable() + " and build a history");
    for (ScheduledJob job : jobs) {
      narrator.say(job.workload() + " uses the unmodified " + job.client().name());
      story.buildHistory(job);
    }
    story.buildHistory(survivor);
    narrator.act("2. Release " + release() + " is rolled out, and breaks them");
    story.rollOut();
    narrator.act("3. They blink twice: fail, succeed on " + stable() + ", stay there");
    for (ScheduledJob job : jobs) {
      story.blinkTwice(job, Scheduler.AfterFailure.NOTHING);
    }
    narrator.act("Once more, with a kill -9 of the control plane between failure and retry");
    story.blinkTwice(survivor, (run, attempt) -> crash(run, attempt, witness));
  }

  private void crash(String run, int attempt, Witness witness)
      throws DemoFailed, InterruptedException {
    witness.event(run, attempt, RunEventKind.FAILED);
    Long pid = installation.controlPlane().pid();
    installation.controlPlane().kill();
    narrator.say("kill -9 " + pid + ": the control plane is gone, gateway and state with it");
    try {
      installation.controlPlane().awaitReady(Duration.ofMinutes(2));
    } catch (InstallationFailed e) {
      throw new DemoFailed("expected: the control plane to come back\n    seen: " + e.getMessage());
    }
    narrator.say("the control plane is back as process " + installation.controlPlane().pid());
  }
}
