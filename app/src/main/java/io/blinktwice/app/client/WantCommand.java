package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code want}: what the owner of a pool wants from it. */
@Command(
    name = "want",
    description = {
      "Says what is wanted of a pool; from then on the autoscaler's decisions on it are carried"
          + " out.",
      "What is left out stays as it is. 'explain pool' shows the decisions."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ClientExit.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class WantCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions api;
  @Mixin private Printed printed;
  @Mixin private Order order;

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool, such as local.")
  private String pool;

  @Option(names = "--mode", paramLabel = "MODE", description = "standard or performance.")
  private Optional<String> mode;

  @Option(
      names = "--objective",
      paramLabel = "SHARE",
      description = "Share of the runs that may start late, such as 0.01.")
  private Optional<Double> objective;

  @Option(
      names = "--late-after",
      paramLabel = "SECONDS",
      description = "From when on a start is late.")
  private Optional<Long> lateAfter;

  @Option(names = "--min", paramLabel = "N", description = "Never fewer clusters.")
  private Optional<Long> least;

  @Option(names = "--max", paramLabel = "N", description = "Never more clusters.")
  private Optional<Long> most;

  @Option(
      names = "--ceiling",
      paramLabel = "PRICE",
      description = "Never dearer in an hour; 0 takes the ceiling away.")
  private Optional<Double> ceiling;

  @Option(
      names = "--size",
      paramLabel = "NAME:CORES:MEGABYTES[:PRICE]",
      description = "A size class; smallest first, once for each.")
  private List<String> sizes;

  @Override
  public Integer call() throws Exception {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    mode.ifPresent(word -> body.put("mode", word));
    objective.ifPresent(share -> body.put("objective", share));
    lateAfter.ifPresent(seconds -> body.put("lateAfter", seconds));
    least.ifPresent(count -> body.put("minClusters", count));
    most.ifPresent(count -> body.put("maxClusters", count));
    ceiling.ifPresent(price -> body.put("costCeilingPerHour", price));
    if (sizes != null && !sizes.isEmpty()) {
      ArrayNode all = body.putArray("sizes");
      sizes.forEach(size -> size(all.addObject(), size));
    }
    try (ApiClient client = api.client()) {
      return order.carryOut(
          client,
          new Order.Planned(
              "PUT", "/v1/pools/" + encoded(pool), body, "want that of the pool " + pool),
          printed);
    }
  }

  private void size(ObjectNode size, String said) {
    String[] parts = said.split(":", -1);
    try {
      size.put("size", parts[0]);
      size.put("cores", Long.parseLong(parts[1]));
      size.put("memoryBytes", Long.parseLong(parts[2]) << 20);
      if (parts.length > 3) {
        size.put("pricePerHour", Double.parseDouble(parts[3]));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new ParameterException(
          spec.commandLine(), "--size looks like small:2:1024:0.5, not '" + said + "'", e);
    }
  }
}
