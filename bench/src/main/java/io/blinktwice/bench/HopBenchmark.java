package io.blinktwice.bench;

import io.blinktwice.bench.hop.Floors;
import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code hop}: what Kafka takes, and what a stream in between adds. */
final class HopBenchmark implements Benchmark {
  @Override
  public String name() {
    return "hop";
  }

  @Override
  public String explanation() {
    return "one broker, 4 partitions, 100-byte events: bare produce to consume; an at-least-once and"
        + " an exactly-once hop (20 ms commit); an exactly-once hop with one RocksDB get and put per"
        + " event. Latency at %,d events/s (open loop), then events/s with %,d under way."
            .formatted(Hop.RATE, Hop.UNDER_WAY);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(6, Duration.ofSeconds(3));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    try (Trial trial = Trial.ordinary()) {
      progress.accept("starting a broker");
      trial.installation().startBrokerOnly();
      try (Floors floors = new Floors(trial, effort.perBlock())) {
        progress.accept("starting the streams");
        List<Hop> hops =
            List.of(
                floors.bare(),
                floors.atLeastOnce(),
                floors.exactlyOnce(),
                floors.exactlyOnceWithStore());
        return lines(Blocks.of(hops, effort.blocks(), progress));
      }
    }
  }

  private List<Line> lines(Blocks blocks) {
    List<Line> lines = new ArrayList<>();
    for (Metric metric : blocks.metrics(Floors.BARE)) {
      lines.add(blocks.alone(name(), Floors.BARE, metric));
      lines.add(blocks.compared(name(), Floors.AT_LEAST_ONCE, Floors.BARE, metric));
      lines.add(blocks.compared(name(), Floors.EXACTLY_ONCE, Floors.BARE, metric));
      lines.add(blocks.compared(name(), Floors.EXACTLY_ONCE_STORE, Floors.EXACTLY_ONCE, metric));
    }
    return lines;
  }
}
