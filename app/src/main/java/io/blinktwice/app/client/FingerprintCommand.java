package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.UndeclaredWork;
import io.blinktwice.router.placement.wire.PlanWords;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code explain fingerprint}: what goes in, and what comes out; nothing has to run. */
@Command(
    name = "fingerprint",
    description =
        "Says what a workload's fingerprint is made of. No control plane is asked: it is a hash.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 done, 2 wrong usage."})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class FingerprintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Printed printed;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The workspace: ${DEFAULT-VALUE}. Two workspaces never share a fingerprint.")
  private String workspace;

  @Option(names = "--workload", paramLabel = "NAME", description = "The name that its owner gave.")
  private Optional<String> workload;

  @Option(names = "--job", paramLabel = "NAME", description = "In place of a name: its job.")
  private Optional<String> job;

  @Option(names = "--entry-point", paramLabel = "TEXT", description = "What the job runs.")
  private Optional<String> entryPoint;

  @Option(names = "--task", paramLabel = "NAME", description = "Which task of the job.")
  private Optional<String> task;

  @Option(
      names = "--parameter",
      paramLabel = "NAME",
      description = "Name of a parameter, never its value; may be repeated.")
  private List<String> parameters = List.of();

  @Option(
      names = "--sql",
      paramLabel = "TEXT",
      description =
          "In place of a name: the first statement of a session that declares no workload. Values in"
              + " it do not matter.")
  private Optional<String> sql;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Whose session that is; WORKSPACE/ACTOR where callers sign in.")
  private String user;

  @Option(
      names = "--client",
      paramLabel = "NAME",
      defaultValue = "_SPARK_CONNECT_PYTHON",
      description = "The client's program, without its version: ${DEFAULT-VALUE}.")
  private String client;

  @Option(
      names = "--plan-shape",
      paramLabel = "HASH",
      description = "The shape of plans as run events of such sessions tell it (identity).")
  private Optional<String> planShape;

  @Override
  public Integer call() throws Exception {
    if (Stream.of(workload, job, sql, planShape).filter(Optional::isPresent).count() != 1) {
      throw wrong("give one of --workload, --job, --sql and --plan-shape");
    }
    try {
      WorkspaceId of = new WorkspaceId(workspace);
      WorkloadIdentity identity = identity();
      ObjectNode told =
          ApiClient.JSON
              .createObjectNode()
              .put("fingerprint", Fingerprint.of(of, identity).value());
      Fingerprint.texts(of, identity).forEach(told.putArray("texts")::add);
      if (sql.isPresent()) {
        told.put("user", user).put("client", client);
        PlanWords.ofSql(sql.get()).forEach(told.putArray("plan")::add);
      }
      printed.one(told);
    } catch (InvalidIdentifier e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return ClientExit.OK;
  }

  private WorkloadIdentity identity() {
    if (workload.isPresent()) {
      return new WorkloadIdentity.Named(new WorkloadId(workload.get()));
    }
    if (planShape.isPresent()) {
      return new WorkloadIdentity.PlanShape(planShape.get());
    }
    return sql.isPresent()
        ? UndeclaredWork.of(user, client, PlanWords.ofSql(sql.get())).identity()
        : new WorkloadIdentity.Job(
            job.orElseThrow(), entryPoint.orElse(null), task.orElse(null), parameters);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
