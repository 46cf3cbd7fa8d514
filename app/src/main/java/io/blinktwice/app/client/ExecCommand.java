package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exec}: runs a command on the version that is right for its workload, twice if need be. */
@Command(
    name = "exec",
    description = {
      "Runs a command on the Spark version that its workload gets, tells how it went, and runs it",
      "once more where the verdict says so. For a plain cron job:",
      "",
      "  blinktwice exec --workload daily-etl --idempotent --spark-home '/opt/spark-{version}' --"
          + " spark-submit etl.py",
      "",
      "With --spark-home the command finds SPARK_HOME, and its bin first on the PATH; else"
          + " SPARK_REMOTE,",
      "where the control plane knows its gateway. {version} and {spark-home} in the command are"
          + " filled",
      "in. A control plane that is away stops no job: the command then runs as it is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: the command's own, of its last attempt; 2 wrong usage, 126 where no version suits",
      "its --environment, 127 where it cannot be started."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ExecCommand implements Callable<Integer> {
  /** The command has ended well: nobody waits long to be warned. */
  private static final String WARNING_WITHIN = "5s";

  private static final int NOT_STARTED = 127;

  /** As shells say of what is there and may not be run. */
  private static final int NOT_ALLOWED = 126;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      required = true,
      description = "Whose run it is.")
  private String workload;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "The run, by its scheduler's id; a new one without it.")
  private Optional<String> run;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often to run it again at most: ${DEFAULT-VALUE}.")
  private int retries;

  @Option(
      names = "--spark-home",
      paramLabel = "HOME",
      description =
          "Where a version is: VERSION=FOLDER, or a folder with {version} in it; may be repeated.")
  private List<String> sparkHomes = new ArrayList<>();

  @Option(
      names = "--environment",
      paramLabel = "VERSION",
      description = "The client's environment: where no version suits it, the command is not run.")
  private Optional<String> environment;

  @Option(
      names = "--idempotent",
      description = "It may be repeated even after it has written: without this, it is not.")
  private boolean idempotent;

  @Option(
      names = "--verdict-within",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to wait for a verdict, up to 60s: ${DEFAULT-VALUE}.")
  private String patience;

  @Option(names = "--quiet", description = "Say nothing of versions and verdicts.")
  private boolean quiet;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "What to run, after --; nothing of it is read here.")
  private List<String> command;

  @Override
  public Integer call() throws Exception {
    if (retries < 0 || retries > 10) {
      throw new ParameterException(spec.commandLine(), "--retries is between 0 and 10");
    }
    EngineHomes homes;
    try {
      homes = EngineHomes.of(sparkHomes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    String id = run.orElseGet(() -> "exec-" + UUID.randomUUID());
    try (ApiClient client = api.client()) {
      return attempts(new ExecJournal(client, workload, id, idempotent), homes, id);
    }
  }

  private int attempts(ExecJournal journal, EngineHomes homes, String id)
      throws IOException, InterruptedException {
    String cause = "";
    int before = NOT_ALLOWED;
    for (int attempt = 1; ; attempt++) {
      Optional<JsonNode> resolved;
      try {
        resolved = resolve(journal, attempt);
      } catch (ApiRefused e) {
        spec.commandLine().getErr().println("blinktwice: not run: " + e.getMessage());
        return before;
      }
      Prepared prepared = prepare(resolved, homes, id, attempt);
      say(prepared.sentence());
      String version = prepared.version();
      boolean told = prepared.ours() && !version.isEmpty();
      JsonNode resolution = resolved.orElseGet(ApiClient.JSON::createObjectNode);
      if (told) {
        journal.tell(attempt, "started", version, journal.asStarted(resolution, cause), this::say);
      }
      RunningCommand.Ended ended;
      try {
        ended = RunningCommand.run(prepared.command(), prepared.variables(), System.err);
      } catch (IOException e) {
        if (told) {
          journal.tell(attempt, "killed", version, journal.asNotStarted(), this::say);
        }
        spec.commandLine().getErr().println("blinktwice: " + e.getMessage());
        return NOT_STARTED;
      }
      if (told) {
        journal.tell(attempt, kind(ended), version, journal.asEnded(ended), this::say);
      }
      if (ended.exitCode() == 0 && attempt > 1 && told) {
        journal.verdict(attempt, WARNING_WITHIN, sentence -> {}).ifPresent(this::warn);
      }
      if (ended.exitCode() == 0 || ended.stopped() || version.isEmpty()) {
        return ended.exitCode();
      }
      Optional<JsonNode> verdict = journal.verdict(attempt, patience, this::say);
      if (verdict.isEmpty() || !goesOn(verdict.get(), attempt)) {
        return ended.exitCode();
      }
      cause = verdict.get().path("decisionId").asText();
      before = ended.exitCode();
      Thread.sleep(pause(verdict.get()));
    }
  }

  /** As the verdict says, within reason: whoever answers must not hold up a job for good. */
  static Duration pause(JsonNode verdict) {
    long said = verdict.path("retryAfterMillis").asLong();
    return Duration.ofMillis(Math.clamp(said, 0, LONGEST_PAUSE.toMillis()));
  }

  private static String kind(RunningCommand.Ended ended) {
    if (ended.stopped()) {
      return "killed";
    }
    return ended.exitCode() == 0 ? "succeeded" : "failed";
  }

  /**
   * Nothing, where the control plane does not answer: a job is never held up by it.
   *
   * @throws ApiRefused if no version suits the environment
   */
  private Optional<JsonNode> resolve(ExecJournal journal, int attempt)
      throws ApiRefused, InterruptedException {
    try {
      return Optional.of(journal.resolve(attempt, environment));
    } catch (ApiRefused e) {
      if (environment.isPresent() && e.isForEnvironment()) {
        throw e;
      }
      say("no version was chosen, the command runs as it is: " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      say("no version was chosen, the command runs as it is: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * What is about to be run.
   *
   * @param version that it runs on; empty where nobody knows
   * @param ours whether nobody else tells of it, as the gateway does of what comes through it
   */
  private record Prepared(
      String version,
      List<String> command,
      Map<String, String> variables,
      boolean ours,
      String sentence) {}

  private Prepared prepare(Optional<JsonNode> resolved, EngineHomes homes, String id, int attempt) {
    if (resolved.isEmpty()) {
      return new Prepared("", command, Map.of(), false, "attempt " + attempt);
    }
    String version = resolved.get().path("version").asText();
    String reason = resolved.get().path("reason").asText();
    AttemptEnvironment variables = new AttemptEnvironment(workload, id, attempt);
    Optional<Path> home = homes.find(version);
    String connect = resolved.get().path("connect").asText("");
    List<String> filled = AttemptEnvironment.filled(command, version, home);
    String sentence = "attempt %d on %s: %s".formatted(attempt, version, reason);
    if (home.isPresent()) {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
      return new Prepared(
          version, filled, variables.local(version, home.get(), path), true, sentence);
    }
    if (!homes.isEmpty()) {
      return new Prepared(
          "",
          command,
          variables.common(version),
          false,
          "%s was chosen, which is not among --spark-home; the command runs as it is"
              .formatted(version));
    }
    boolean named = !filled.equals(command);
    if (!named && !connect.isEmpty()) {
      return new Prepared(version, filled, variables.remote(version, connect), false, sentence);
    }
    return new Prepared(version, filled, variables.common(version), true, sentence);
  }

  /** A retry has saved the run, but not for good: the release changed something on purpose. */
  private void warn(JsonNode verdict) {
    String changed = verdict.path("changedCondition").asText("");
    if (!changed.isEmpty()) {
      String hint = verdict.path("migrationHint").asText("");
      say(
          "warning: the newer release raises %s where the older one did not%s"
              .formatted(changed, hint.isEmpty() ? "" : "; " + hint));
    }
  }

  private boolean goesOn(JsonNode verdict, int attempt) {
    String action = verdict.path("action").asText();
    String why = verdict.path("reasons").path(0).path("sentence").asText();
    String said = action.toLowerCase(Locale.ROOT).replace('_', ' ');
    if (!action.startsWith("RETRY")) {
      say("verdict: %s; %s".formatted(said, why));
      return false;
    }
    if (attempt > retries) {
      say("verdict: %s, but --retries is %d; %s".formatted(said, retries, why));
      return false;
    }
    say("verdict: %s; %s".formatted(said, why));
    return true;
  }

  private void say(String sentence) {
    if (!quiet) {
      spec.commandLine().getErr().println("blinktwice: " + sentence);
      spec.commandLine().getErr().flush();
    }
  }
}
