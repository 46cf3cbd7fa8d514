package io.blinktwice.router.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.placement.decision.Latency;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose call it is, from the headers that a client's connection string adds to every call.
 *
 * @param workspace the client's own: what it names in headers is inside it
 * @param workload none for a client that did not name one, until its session runs a plan: till then
 *     it is served, not reported on
 * @param recognisedBy what the workload's fingerprint was made of, where nobody gave a name
 * @param declared what the owner says about writes; none leaves it to what is seen
 * @param retriedByScheduler whether somebody else asks for verdicts and starts the next attempts
 * @param pace whether somebody waits for its answers
 */
public record CallIdentity(
    WorkspaceId workspace,
    @Nullable WorkloadIdentity workload,
    Map<String, String> recognisedBy,
    Attempt attempt,
    @Nullable String codeHash,
    @Nullable String environment,
    @Nullable WriteKnowledge declared,
    boolean retriedByScheduler,
    Pace pace) {
  public static final String WORKLOAD = "x-workload-id";
  public static final String RUN = "x-run-id";
  public static final String ATTEMPT = "x-attempt";
  public static final String CODE_HASH = "x-code-hash";
  public static final String ENVIRONMENT = "x-environment";
  public static final String SIDE_EFFECTS = "x-side-effects";
  public static final String RETRIES = "x-retries";
  public static final String LATENCY = "x-latency";

  private static final int LONGEST_LABEL = 256;

  /**
   * What a client's headers say of how soon it wants its answers.
   *
   * @param declared what it says itself
   * @param namedRun whether somebody named its run, as schedulers do
   */
  public record Pace(@Nullable Latency declared, boolean namedRun) {
    public static final Pace UNSAID = new Pace(null, false);
  }

  /** Either an identity, or the sentence that tells the client what is wrong with its headers. */
  public sealed interface Reading {
    record Read(CallIdentity identity) implements Reading {}

    record Refused(String sentence) implements Reading {}
  }

  /** A run that nobody named is its session. */
  public static Reading of(WorkspaceId workspace, Map<String, String> headers, String sessionId) {
    try {
      RunId run =
          headers.containsKey(RUN)
              ? value(headers, RUN, RunId::new)
              : value(Map.of("session_id", sessionId), "session_id", RunId::new);
      int number = headers.containsKey(ATTEMPT) ? value(headers, ATTEMPT, Integer::parseInt) : 1;
      return new Reading.Read(
          new CallIdentity(
              workspace,
              optional(headers, WORKLOAD, CallIdentity::named),
              Map.of(),
              value(headers, ATTEMPT, ignored -> new Attempt(run, number)),
              optional(headers, CODE_HASH, CallIdentity::label),
              optional(headers, ENVIRONMENT, CallIdentity::label),
              optional(headers, SIDE_EFFECTS, CallIdentity::declaration),
              "scheduler".equals(optional(headers, RETRIES, CallIdentity::retrier)),
              new Pace(
                  optional(headers, LATENCY, CallIdentity::latency), headers.containsKey(RUN))));
    } catch (BadHeader e) {
      return new Reading.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static <T> @Nullable T optional(
      Map<String, String> headers, String name, Function<String, T> reader) {
    return headers.containsKey(name) ? value(headers, name, reader) : null;
  }

  private static <T> T value(Map<String, String> headers, String name, Function<String, T> reader) {
    try {
      return reader.apply(headers.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      throw new BadHeader(name, "it must be a whole number");
    } catch (InvalidIdentifier | IllegalLabel e) {
      throw new BadHeader(name, String.valueOf(e.getMessage()));
    }
  }

  private static String label(String text) {
    if (text.isBlank() || text.length() > LONGEST_LABEL) {
      throw new IllegalLabel("it must have 1 to " + LONGEST_LABEL + " characters");
    }
    return text;
  }

  private static WorkloadIdentity named(String name) {
    return new WorkloadIdentity.Named(new WorkloadId(name));
  }

  /** The same call once its session is recognised by what it does. */
  public CallIdentity recognised(UndeclaredWork by) {
    return with(by.identity(), by.properties(), attempt);
  }

  /** The next attempt of the same run. */
  public CallIdentity next() {
    return with(workload, recognisedBy, new Attempt(attempt.run(), attempt.number() + 1));
  }

  private CallIdentity with(
      @Nullable WorkloadIdentity workload, Map<String, String> recognisedBy, Attempt attempt) {
    return new CallIdentity(
        workspace,
        workload,
        recognisedBy,
        attempt,
        codeHash,
        environment,
        declared,
        retriedByScheduler,
        pace);
  }

  private static Latency latency(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "interactive" -> Latency.INTERACTIVE;
      case "batch" -> Latency.BATCH;
      default -> throw new IllegalLabel("it must be 'interactive' or 'batch'");
    };
  }

  private static String retrier(String text) {
    String who = text.toLowerCase(Locale.ROOT);
    if (!who.equals("scheduler") && !who.equals("gateway")) {
      throw new IllegalLabel("it must be 'gateway' or 'scheduler'");
    }
    return who;
  }

  private static WriteKnowledge declaration(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "idempotent" -> WriteKnowledge.DECLARED_IDEMPOTENT;
      case "append" -> WriteKnowledge.DECLARED_APPEND;
      default -> throw new IllegalLabel("it must be 'idempotent' or 'append'");
    };
  }

  private static final class IllegalLabel extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalLabel(String message) {
      super(message);
    }
  }

  private static final class BadHeader extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadHeader(String name, String why) {
      super("'" + name + "' cannot be used: " + why);
    }
  }
}
