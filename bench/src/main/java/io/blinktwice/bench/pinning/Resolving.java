package io.blinktwice.bench.pinning;

import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Line.Bar;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which version over HTTP, beside an endpoint of the same server that has next to nothing to do.
 */
public final class Resolving {
  private static final String RESOLVE = "resolve";
  private static final String EMPTY = "environments";
  private static final Bar THROUGHPUT = new Bar.AtLeast(0.7);
  private static final double P99_MILLIS = 10;

  private Resolving() {}

  /** Of workloads that {@link RunLoad} has made known. */
  public static List<Line> measured(URI server, Effort effort, Consumer<String> progress)
      throws Exception {
    byte[] nothing = HttpCaller.get(server, "/v1/environments");
    Calls empty = new Calls(EMPTY, server, number -> nothing, effort.perBlock());
    Calls resolve = new Calls(RESOLVE, server, number -> asked(server, number), effort.perBlock());
    Blocks blocks = Blocks.of(List.of(empty, resolve), effort.blocks(), progress);
    return List.of(
        blocks.compared("", RESOLVE, EMPTY, Calls.THROUGHPUT).as("resolve", THROUGHPUT),
        Line.withBar(
            "resolveP99Ms", Calls.P99.unit(), blocks.value(RESOLVE, Calls.P99), P99_MILLIS),
        new Line("emptyP99Ms", Calls.P99.unit(), blocks.value(EMPTY, Calls.P99), null));
  }

  private static byte[] asked(URI server, int number) {
    return HttpCaller.post(
        server,
        "/v1/resolve",
        "{\"workload\": \"%s\", \"run\": \"r%d\"}"
            .formatted(RunLoad.workload("good", number), number));
  }
}
