package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code unpin}: a person ends a pin. */
@Command(
    name = "unpin",
    description = "Ends the active pin of a workload; its next run gets what the fleet gives it.",
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class UnpinCommand implements Callable<Integer> {
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private Order order;

  @Parameters(paramLabel = "WORKLOAD", description = "Its name or its fingerprint.")
  private String workload;

  @Override
  public Integer call() throws Exception {
    try (ApiClient client = api.client()) {
      String path = "/v1/workloads/%s/pin".formatted(encoded(workload));
      JsonNode pin = client.get(path).body();
      String query = order.reason().map(why -> "?reason=" + encoded(why)).orElse("");
      return order.carryOut(
          client,
          new Order.Planned(
              "DELETE",
              path + query,
              MissingNode.getInstance(),
              "end the pin of %s to %s".formatted(workload, pin.path("version").asText())),
          printed);
    }
  }
}
