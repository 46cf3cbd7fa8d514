package io.blinktwice.app.demo;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Pin;
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

  private static final double HALF = 0.5;
  private static final String OTHER_COLUMNS_CONDITION = "INVALID_ARRAY_INDEX";

  /** Four small aggregations in a row: what shuffles cost is most of it. */
  private static final String REPORT =
      "SELECT count(*), sum(n) FROM (SELECT e, count(*) AS n FROM (SELECT d * 7 % 9973 AS e FROM"
          + " (SELECT c * 5 % 9967 AS d, count(*) FROM (SELECT b * 3 % 9949 AS c, count(*) FROM"
          + " (SELECT id % 9941 AS b FROM range(40000)) GROUP BY b * 3 % 9949) GROUP BY c * 5 %"
          + " 9967)) GROUP BY e)";

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
        play(new Stage(cast, jvm, pyspark, clients, folder), progress);
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

  /** What the parts of the story need. */
  private record Stage(
      Story.Cast cast, Client.Jvm jvm, Optional<Client> pyspark, Clients clients, Path folder) {}

  /** Who is broken by the release, in what way, and who is not. */
  private record Jobs(
      List<ScheduledJob> breaking,
      Optional<ScheduledJob> otherColumns,
      ScheduledJob survivor,
      ScheduledJob healthy) {
    List<ScheduledJob> all() {
      List<ScheduledJob> all = new ArrayList<>(breaking);
      otherColumns.ifPresent(all::add);
      all.addAll(List.of(survivor, healthy));
      return all;
    }
  }

  /**
   * The first job's scheduler tries again; for the second and PySpark's the gateway does, inside
   * their calls. The third's answer looks different on both versions, which no gateway may hide.
   */
  private Jobs jobs(Stage stage) {
    DrawnName drawn = new DrawnName(release(), HALF);
    List<ScheduledJob> breaking = new ArrayList<>();
    breaking.add(
        byScheduler(
            drawn.of("daily-etl"), stage.jvm(), List.of(script.statements().getFirst(), REPORT)));
    List<String> others = script.statements().subList(1, script.statements().size());
    for (String statement : others) {
      String name = drawn.of("hourly-import-" + (breaking.size() + 1));
      breaking.add(
          script.otherColumns().contains(statement)
              ? byScheduler(name, stage.jvm(), List.of(statement))
              : inSession(name, stage.jvm(), statement));
    }
    String read = others.isEmpty() ? script.statements().getFirst() : others.getFirst();
    stage
        .pyspark()
        .ifPresent(client -> breaking.add(inSession(drawn.of("python-report"), client, read)));
    return new Jobs(
        breaking,
        script.otherColumns().stream()
            .findFirst()
            .map(statement -> inSession(drawn.of("typed-dashboard"), stage.jvm(), statement)),
        byScheduler(
            drawn.of("survives-a-crash"), stage.jvm(), List.of(script.statements().getFirst())),
        byScheduler(drawn.of("healthy-report"), stage.jvm(), List.of(REPORT)));
  }

  private static ScheduledJob byScheduler(String workload, Client client, List<String> statements) {
    return new ScheduledJob(workload, client, statements, ScheduledJob.Retries.SCHEDULER);
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

  private void play(Stage stage, Progress progress)
      throws DemoFailed, IOException, InterruptedException {
    Jobs jobs = jobs(stage);
    Mass mass = new Mass(plan, release());
    Story story = new Story(stage.cast(), stable(), release());
    Brake brake = new Brake(stage.cast(), release());
    narrator.act(
        "1. Scheduled jobs run on " + stable() + " and build a history", Duration.ofSeconds(40));
    narrator.say("%,d simulated workloads run %s beside them".formatted(Mass.WORKLOADS, stable()));
    mass.past();
    for (ScheduledJob job : jobs.all()) {
      story.buildHistory(job);
    }
    narrator.act(
        "2. Release " + release() + " is rolled out, and breaks some of them",
        Duration.ofSeconds(15));
    story.rollOut(HALF);
    brake.staysOnIt(jobs.healthy(), jobs.healthy().workload() + "-run-4");
    narrator.act(
        "3. They blink twice: fail, succeed on " + stable() + ", stay there",
        Duration.ofSeconds(75));
    story.blinkTwice(jobs.breaking().getFirst(), Scheduler.AfterFailure.NOTHING);
    brake.goesOn();
    for (ScheduledJob job : jobs.breaking().subList(1, jobs.breaking().size())) {
      story.blinkTwice(job, Scheduler.AfterFailure.NOTHING);
    }
    if (jobs.otherColumns().isPresent()) {
      story.failureStands(jobs.otherColumns().get(), OTHER_COLUMNS_CONDITION);
    }
    narrator.say("once more, with a kill -9 of the control plane between failure and retry");
    story.blinkTwice(
        jobs.survivor(), (run, attempt) -> crash(run, attempt, stage.cast().witness()));
    narrator.act(
        "4. Others stay on " + release() + "; as more break, the roll-out slows, then stops",
        Duration.ofSeconds(60));
    brake.staysOnIt(jobs.healthy(), jobs.healthy().workload() + "-run-5");
    brake.stops(mass);
    if (script.sequel()) {
      sequel(stage, jobs.breaking(), progress);
    }
  }

  private void sequel(Stage stage, List<ScheduledJob> jobs, Progress progress)
      throws DemoFailed, IOException, InterruptedException {
    EngineVersion fixed = new EngineVersion(release() + "-fix1");
    Repair repair = new Repair(stage.cast(), release(), fixed);
    Witness witness = stage.cast().witness();
    ScheduledJob job = jobs.getFirst();
    narrator.act("5. " + fixed + " repairs it, and is faster", Duration.ofSeconds(60));
    Pin pin = witness.pin(job.workload());
    repair.deploy(job);
    repair.unpinnedByItself(job, pin);
    new Race(stage.cast(), stage.folder())
        .run(stage.jvm(), REPORT, List.of(stable(), release(), fixed));
    narrator.act(
        "6. A ticket is a false positive, a pin is released by hand", Duration.ofSeconds(15));
    repair.falsePositive(jobs.get(1), witness.pin(jobs.get(1).workload()));
    repair.unpin(
        jobs.get(2), witness.pin(jobs.get(2).workload()), new Terminal(plan, stage.folder()));
    narrator.act("7. The job moves to a newer client", Duration.ofSeconds(15));
    new NewerClient(stage.cast(), stage.clients(), fixed).move(job, REPORT, progress);
    narrator.act("8. The pool grows and shrinks", Duration.ofSeconds(40));
    new PoolTide(stage.cast(), fixed).turn(release());
    narrator.say(
        "not played: an out-of-memory query rescued on a larger server, a runaway query isolated");
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
