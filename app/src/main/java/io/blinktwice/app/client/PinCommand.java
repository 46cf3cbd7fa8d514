package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pin}: a person holds a workload on a version. */
@Command(
    name = "pin",
    description = "Pins a workload to a version; a pin that it has already is replaced.",
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class PinCommand implements Callable<Integer> {
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private Order order;

  @Parameters(index = "0", paramLabel = "WORKLOAD", description = "Its name or its fingerprint.")
  private String workload;

  @Parameters(index = "1", paramLabel = "VERSION", description = "A version of the catalogue.")
  private String version;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When the pin ends by itself, such as 2030-01-02T03:04:05Z; never without it.")
  private Optional<String> until;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      client.get(
          "/v1/releases/" + encoded(version)); // A version that is not there is told as such.
      ObjectNode wanted = ApiClient.JSON.createObjectNode().put("version", version);
      until.ifPresent(time -> wanted.put("until", time));
      order.reason().ifPresent(why -> wanted.put("reason", why));
      return order.carryOut(
          client,
          new Order.Planned(
              "PUT",
              "/v1/workloads/%s/pin".formatted(encoded(workload)),
              wanted,
              "pin %s to %s".formatted(workload, version)),
          printed);
    }
  }
}
