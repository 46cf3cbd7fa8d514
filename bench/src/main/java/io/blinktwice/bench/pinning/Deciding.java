package io.blinktwice.bench.pinning;

import io.blinktwice.bench.hop.Floors;
import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Line.Bar;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.trial.Trial;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From a record of ours to its verdict, beside the least that an exactly-once stream can do. */
public final class Deciding {
  private static final String CLASSIFIED = "classification-to-verdict";
  private static final String FAILED = "failure-to-verdict";

  private static final Bar THROUGHPUT = new Bar.AtLeast(0.6);
  private static final Bar FROM_CLASSIFICATION = new Bar.AtMost(2);
  private static final Bar FROM_FAILURE = new Bar.AtMost(3.5);

  private final Trial trial;
  private final ServerProcess pinning;
  private final Effort effort;
  private final Consumer<String> progress;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param trial in which pinning runs, and nothing else yet
   */
  public Deciding(Trial trial, ServerProcess pinning, Effort effort, Consumer<String> progress) {
    this.trial = trial;
    this.pinning = pinning;
    this.effort = effort;
    this.progress = progress;
  }

  public List<Line> measured() throws Exception {
    try (Floors floors = new Floors(trial, effort.perBlock())) {
      Hop floor = floors.exactlyOnceWithStore();
      try (Hop pinning = hop(CLASSIFIED, RunLoad.Failures.CLASSIFIED_HERE)) {
        Blocks blocks = Blocks.of(List.of(floor, pinning), effort.blocks(), progress);
        add(blocks, CLASSIFIED, Hop.THROUGHPUT, "throughput", THROUGHPUT);
        lines.add(new Line("cpuPerEvent", Hop.CPU.unit(), blocks.value(CLASSIFIED, Hop.CPU), null));
        add(blocks, CLASSIFIED, Hop.P50, "verdictP50", FROM_CLASSIFICATION);
        add(blocks, CLASSIFIED, Hop.P99, "verdictP99", FROM_CLASSIFICATION);
      }
      progress.accept("starting the classifier");
      trial.installation().startRoles(trial.furtherRoles("classifier"));
      try (Hop both = hop(FAILED, RunLoad.Failures.CLASSIFIED_BY_THE_ROLE)) {
        Blocks blocks =
            Blocks.of(List.of(floor.steady(), both.steady()), effort.blocks(), progress);
        add(blocks, FAILED, Hop.P50, "failureToVerdictP50", FROM_FAILURE);
        add(blocks, FAILED, Hop.P99, "failureToVerdictP99", FROM_FAILURE);
      }
    }
    return lines;
  }

  private Hop hop(String name, RunLoad.Failures failures) {
    KafkaConnection connection = trial.installation().addresses().kafka();
    RunLoad load = new RunLoad(connection, failures);
    String verdicts = connection.nameOf(Topics.RUN_VERDICTS);
    return new Hop(new Hop.Way(name, load, verdicts, load, pinning), connection, effort.perBlock());
  }

  private void add(Blocks blocks, String subject, Metric metric, String name, Bar bar) {
    lines.add(blocks.compared("", subject, Floors.EXACTLY_ONCE_STORE, metric).as(name, bar));
  }
}
