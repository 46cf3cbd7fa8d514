package io.blinktwice.contract;

import java.util.ArrayList;
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

  /** The shape of its logical plans, as the gateway hashed it: 64 hexadecimal digits. */
  record PlanShape(String hash) implements WorkloadIdentity {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public PlanShape {
      if (!FORM.matcher(hash).matches()) {
        throw new InvalidIdentifier("the shape of a plan is 64 hexadecimal digits in lower case");
      }
    }

    @Override
    public List<String> texts() {
      return List.of("plans", hash);
    }
  }
}
