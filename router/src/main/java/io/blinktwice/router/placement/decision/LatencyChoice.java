package io.blinktwice.router.placement.decision;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody waits for an answer, and what says so: who declared it is believed, then the
 * program that asks, then the behaviour of its session. Who gives no sign is taken for a person.
 *
 * @param rule what said so, by its name
 */
public record LatencyChoice(Latency latency, String rule, String sentence) {
  /** Programs that people sit in front of. */
  private static final List<String> OF_PEOPLE =
      List.of("jupyter", "ipython", "notebook", "repl", "shell", "vscode", "databricks-connect");

  /** Programs that nobody sits in front of. */
  private static final List<String> OF_SCHEDULERS =
      List.of("airflow", "dagster", "prefect", "oozie", "dbt", "spark-submit", "luigi");

  /**
   * What can be seen of who asks.
   *
   * @param declared what the client says itself
   * @param clientType how its program calls itself
   * @param ofNamedRun whether it belongs to a run that somebody named, as schedulers do
   * @param behaviour how its session asked so far
   */
  public record Signs(
      @Nullable Latency declared, String clientType, boolean ofNamedRun, Behaviour behaviour) {}

  /**
   * How a session asks: people think between two questions, programs do not.
   *
   * @param gaps times between the end of one statement and the next
   * @param quick those in which nobody can have thought
   */
  public record Behaviour(int gaps, int quick) {
    public static final Behaviour NONE = new Behaviour(0, 0);

    private static final double QUICK_SECONDS = 0.3;

    /** Older ones count half. */
    private static final int REMEMBERED = 64;

    private static final int ENOUGH = 16;

    public Behaviour after(double gapSeconds) {
      boolean full = gaps >= REMEMBERED;
      int past = full ? gaps / 2 : gaps;
      int pastQuick = full ? quick / 2 : quick;
      return new Behaviour(past + 1, pastQuick + (gapSeconds < QUICK_SECONDS ? 1 : 0));
    }

    boolean ofProgram() {
      return gaps >= ENOUGH && quick >= 0.9 * gaps;
    }

    boolean ofPerson() {
      return gaps >= ENOUGH && quick <= 0.5 * gaps;
    }
  }

  public static LatencyChoice of(Signs signs) {
    Latency declared = signs.declared();
    if (declared != null) {
      return new LatencyChoice(
          declared,
          "DECLARED",
          "the client says x-latency: " + declared.name().toLowerCase(Locale.ROOT));
    }
    String client = signs.clientType().toLowerCase(Locale.ROOT);
    if (OF_SCHEDULERS.stream().anyMatch(client::contains)) {
      return new LatencyChoice(Latency.BATCH, "CLIENT_TYPE", "its program runs unattended");
    }
    if (OF_PEOPLE.stream().anyMatch(client::contains)) {
      return new LatencyChoice(Latency.INTERACTIVE, "CLIENT_TYPE", "its program is a person's");
    }
    if (signs.ofNamedRun()) {
      return new LatencyChoice(Latency.BATCH, "NAMED_RUN", "it belongs to a scheduler's run");
    }
    if (signs.behaviour().ofProgram()) {
      return new LatencyChoice(
          Latency.BATCH, "BEHAVIOUR", "nobody thinks between the statements of its session");
    }
    return signs.behaviour().ofPerson()
        ? new LatencyChoice(
            Latency.INTERACTIVE, "BEHAVIOUR", "somebody thinks between the statements")
        : new LatencyChoice(Latency.INTERACTIVE, "NO_SIGN", "nothing says that nobody waits");
  }
}
