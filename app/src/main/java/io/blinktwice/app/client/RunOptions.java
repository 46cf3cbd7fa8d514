package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which attempt of whose run. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RunOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--workload", paramLabel = "NAME", description = "Whose run it is.")
  private Optional<String> workload;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which attempt of the run: ${DEFAULT-VALUE}.")
  private int attempt;

  /** Where the verdict on it is. */
  String verdict(String run, String wait) {
    String whose =
        workload.orElseThrow(
            () -> new ParameterException(spec.commandLine(), "a run needs --workload"));
    return "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=%s"
        .formatted(encoded(run), encoded(whose), attempt, encoded(wait));
  }
}
