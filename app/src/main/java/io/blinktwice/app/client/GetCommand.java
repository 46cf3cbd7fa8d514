package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code get}: one thing as it is now. */
@Command(
    name = "get",
    description = {
      "Shows one pin, run, release, workload or environment.",
      "A pin is named by its workload; a workload by its name or its fingerprint; a run's verdict",
      "needs --workload, and is waited for with --wait."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;

  @Parameters(
      index = "0",
      paramLabel = "THING",
      description = "One of pin, run, release, workload, environment.")
  private Thing thing;

  @Parameters(index = "1", paramLabel = "NAME", description = "Which one.")
  private String name;

  @Option(names = "--workload", paramLabel = "NAME", description = "Whose run it is.")
  private Optional<String> workload;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which attempt of the run: ${DEFAULT-VALUE}.")
  private int attempt;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "0s",
      description = "How long to wait for a verdict that is not there yet, up to 60s.")
  private String wait;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      printed.one(client.get(path()).body());
    }
    return ClientExit.OK;
  }

  private String path() {
    return switch (thing) {
      case PIN -> "/v1/workloads/%s/pin".formatted(encoded(name));
      case WORKLOAD -> "/v1/workloads/" + encoded(name);
      case RELEASE -> "/v1/releases/" + encoded(name);
      case ENVIRONMENT -> "/v1/environments/" + encoded(name);
      case RUN ->
          "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=%s"
              .formatted(encoded(name), encoded(workloadOfRun()), attempt, encoded(wait));
    };
  }

  private String workloadOfRun() {
    return workload.orElseThrow(
        () -> new ParameterException(spec.commandLine(), "a run needs --workload"));
  }
}
