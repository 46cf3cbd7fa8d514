package io.blinktwice.contract;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is recognised by, in the words that its fingerprint is made of.
 *
 * <p>Nothing in it changes from run to run, and nothing in it says who started the run: the same
 * job started by two orchestrators is one workload.
 */
public sealed interface WorkloadIdentity {
  /** The kind first, then alternately what a text is and the text. */
  List<String> texts();

  /**
   * What people read; where nobody gave a name it is made of what the workload is recognised by.
   */
  WorkloadId name();

  /** Its owner named it. */
  record Named(WorkloadId name) implements WorkloadIdentity {
    @Override
    public List<String> texts() {
      return List.of("explicit", name.value());
    }
  }

  /**
   * The properties of a job.
   *
   * @param job the job's own name, without what an orchestrator adds to it
   * @param entryPoint what is run: a script, a class, a notebook
   * @param task which task of the job
   * @param parameterNames names only, their order does not matter: values change from run to run
   */
  record Job(
      String job, @Nullable String entryPoint, @Nullable String task, List<String> parameterNames)
      implements WorkloadIdentity {
    private static final int MOST_PARAMETERS = 1_000;
    private static final int LONGEST_NAME = 512;

    public Job {
      job = Identifiers.normalized("job", job);
      entryPoint = entryPoint == null ? null : Identifiers.normalized("entry point", entryPoint);
      task = task == null ? null : Identifiers.normalized("task", task);
      if (parameterNames.size() > MOST_PARAMETERS) {
        throw new InvalidIdentifier("a job has at most " + MOST_PARAMETERS + " parameters");
      }
      parameterNames =
          parameterNames.stream()
              .map(name -> Identifiers.normalized("parameter name", name))
              .sorted()
              .distinct()
              .toList();
    }

    /** The job, its task and what it runs. */
    @Override
    public WorkloadId name() {
      String whole =
          job
              + (task == null ? "" : "/" + task)
              + (entryPoint == null ? "" : " (" + entryPoint + ")");
      return new WorkloadId(
          whole.codePointCount(0, whole.length()) <= LONGEST_NAME
              ? whole
              : whole.substring(0, whole.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…");
    }

    @Override
    public List<String> texts() {
      List<String> texts = new ArrayList<>(List.of("properties", "job", job));
      if (entryPoint != null) {
        texts.addAll(List.of("entry-point", entryPoint));
      }
      if (task != null) {
        texts.addAll(List.of("task", task));
      }
      texts.addAll(parameterNames.stream().flatMap(name -> Stream.of("parameter", name)).toList());
      return List.copyOf(texts);
    }
  }

  /**
   * Whose it is and the shape of its logical plans, as the gateway hashed them: 64 hexadecimal
   * digits.
   *
   * <p>The hash is SHA-256 over the length-prefixed texts {@code blinktwice/p1}, the user, the
   * client's program and the words of the plan in their order. Words that change get a new name.
   */
  record PlanShape(String hash) implements WorkloadIdentity {
    private static final String DOMAIN = "blinktwice/p1";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int DIGITS_SHOWN = 12;

    public PlanShape {
      if (!FORM.matcher(hash).matches()) {
        throw new InvalidIdentifier("the shape of a plan is 64 hexadecimal digits in lower case");
      }
    }

    /**
     * @param user who runs it, as its server knows them
     * @param client the program that they use, without its version
     * @param words what is to be seen of the plan, without any value
     */
    public static PlanShape of(String user, String client, List<String> words) {
      String[] texts =
          Stream.concat(Stream.of(DOMAIN, user, client), words.stream()).toArray(String[]::new);
      return new PlanShape(HexFormat.of().formatHex(Sha256.of(texts)));
    }

    @Override
    public WorkloadId name() {
      return new WorkloadId("plans " + hash.substring(0, DIGITS_SHOWN));
    }

    @Override
    public List<String> texts() {
      return List.of("plans", hash);
    }
  }
}
