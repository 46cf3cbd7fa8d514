package io.blinktwice.app.demo;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.ServerLimits;
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
  /** More than these nobody needs to follow the story. */
  public static final int MOST_SERVERS = 3;

  /** Small ones: three of them, one of them large for a while, fit beside everything else. */
  public static final ServerLimits SERVERS =
      new ServerLimits("small=640m/2,medium=768m/2,large=1400m/2", "medium", MOST_SERVERS);

  private static final double HALF = 0.5;
  private static final String OTHER_COLUMNS = "INVALID_ARRAY_INDEX";

  private final InstallationPlan plan;
  private final Installation installation;
  private final Narrator narrator;
  private final Script script;

  /**
   * What is to be played.
   *
   * @param statements one job for each; they must succeed on the first engine and fail on the
   *     second
   * @param otherColumns those of them whose result looks different on both engines
   * @param sequel whether the fix comes: only what is known of the built-in statements says how
   */
  public record Script(
      List<String> statements, List<String> otherColumns, PythonJob python, boolean sequel) {
    /** Correct on 3.5: broken by the grammar of 4.x, and by its ANSI mode. */
    public static Script builtIn(PythonJob python) {
      String columns = "SELECT array(1, 2, 3)[5]";
      return new Script(
          List.of("SELECT id ! IN (1) FROM range(1)", "SELECT CAST('abc' AS INT)", columns),
          List.of(columns),
          python,
          true);
    }

    /** Of other statements, what the fourth step shows is all that can be promised. */
    public static Script of(List<String> statements, PythonJob python) {
      return new Script(statements, List.of(), python, false);
    }

    public Script {
      statements = List.copyOf(statements);
      otherColumns = List.copyOf(otherColumns);
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
    this.script = script;
    this.python = script.python();
  }

  /** Returns when all of it happened; throws at the first thing that did not. */
  public void play(Progress progress)
      throws DemoFailed, InstallationFailed, IOException, InterruptedException {
    Path folder = Files.createDirectories(plan.folder().run().resolve("jobs"));
    Clients clients = new Clients(plan.home(), plan.cache(), folder, narrator);
    Client.Jvm jvm = clients.jvm(progress);
    Optional<Client> pyspark = python == PythonJob.NONE ? Optional.empty() : clients.python();
    if (pyspark.isEmpty() && python == PythonJob.REQUIRED) {
      throw new DemoFailed(
          "the PySpark client cannot be installed here, and --python asked for it");
    }
    ControlPlane controlPlane = new ControlPlane(installation.addresses().http(), plan.folder());
    try (Witness witness = new Witness(installation.addresses().kafka())) {
      Scheduler scheduler = new Scheduler(installation.addresses().gateway(), controlPlane, folder);
      Story.Cast cast = new Story.Cast(narrator, controlPlane, scheduler, witness);
      try {
        play(new Stage(plan, cast, jvm, pyspark, clients, folder, progress));
      } catch (DemoFailed e) {
        throw e.with("the newest events:" + witness.summary());
      }
      narrator.check(
          witness.mostServers() <= MOST_SERVERS,
          "never more than %d Spark servers were alive".formatted(MOST_SERVERS),
          witness.mostServers());
    }
    narrator.total();
  }

  private EngineVersion stable() {
    return plan.engines().getFirst();
  }

  private EngineVersion release() {
    return plan.engines().getLast();
  }

  private void play(Stage stage) throws DemoFailed, IOException, InterruptedException {
    Jobs jobs = Jobs.of(script, new DrawnName(release(), HALF), stage.jvm(), stage.pyspark());
    Mass mass = new Mass(plan, release());
    Brake brake = new Brake(stage.cast(), release());
    Optional<Sequel> sequel =
        script.sequel()
            ? Optional.of(new Sequel(stage, jobs.breaking(), stable(), release()))
            : Optional.empty();
    narrator.act(
        "1. Scheduled jobs run on " + stable() + " and build a history", Duration.ofSeconds(30));
    history(stage, jobs, mass);
    narrator.act(
        "2. Release " + release() + " is rolled out, and breaks some of them",
        Duration.ofSeconds(10));
    story(stage.cast()).rollOut(HALF);
    brake.staysOnIt(jobs.healthy(), jobs.healthy().workload() + "-run-4");
    narrator.act(
        "3. They blink twice: fail, succeed on " + stable() + ", stay there",
        Duration.ofSeconds(60));
    story(stage.cast()).blinkTwice(jobs.first(), Scheduler.AfterFailure.NOTHING);
    if (sequel.isPresent()) {
      sequel.get().begins();
    }
    brake.goesOn();
    theOthersBlinkTwice(stage.cast(), jobs);
    narrator.say("once more, with a kill -9 of the control plane between failure and retry");
    story(stage.cast())
        .blinkTwice(jobs.survivor(), (run, attempt) -> crash(run, attempt, stage.cast().witness()));
    narrator.act(
        "4. Others stay on " + release() + "; as more break, the roll-out slows, then stops",
        Duration.ofSeconds(40));
    brake.stops(mass, jobs.healthy());
    if (sequel.isPresent()) {
      sequel.get().play();
    }
  }

  private Story story(Story.Cast cast) {
    return new Story(cast, stable(), release());
  }

  /** Where no JVM has left its classes yet, the first job does so before the others start. */
  private void history(Stage stage, Jobs jobs, Mass mass)
      throws DemoFailed, IOException, InterruptedException {
    List<SideBySide.Part> parts = new ArrayList<>();
    parts.add(
        aside -> {
          aside.say(
              "%,d simulated workloads run %s beside them".formatted(Mass.WORKLOADS, stable()));
          mass.past();
        });
    parts.add(history(stage, jobs.first()));
    if (!stage.jvm().findsClasses()) {
      SideBySide.play(narrator, parts);
      stage.jvm().keepClasses();
      parts.clear();
    }
    jobs.others().forEach(job -> parts.add(history(stage, job)));
    SideBySide.play(narrator, parts);
  }

  private SideBySide.Part history(Stage stage, ScheduledJob job) {
    return aside -> story(stage.cast().toldBy(aside)).buildHistory(job);
  }

  private void theOthersBlinkTwice(Story.Cast cast, Jobs jobs)
      throws DemoFailed, IOException, InterruptedException {
    List<SideBySide.Part> parts = new ArrayList<>();
    for (ScheduledJob job : jobs.breaking().subList(1, jobs.breaking().size())) {
      parts.add(aside -> story(cast.toldBy(aside)).blinkTwice(job, Scheduler.AfterFailure.NOTHING));
    }
    jobs.otherColumns()
        .ifPresent(
            job -> parts.add(aside -> story(cast.toldBy(aside)).failureStands(job, OTHER_COLUMNS)));
    SideBySide.play(narrator, parts);
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
