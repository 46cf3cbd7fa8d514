package io.blinktwice.bench.pinning;

import io.blinktwice.app.installation.Component;
import io.blinktwice.app.installation.RolesProcess;
import io.blinktwice.bench.measure.Interval;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.pinning.Runs.Run;
import io.blinktwice.bench.trial.Trial;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What it takes to know many workloads, one run of each: disk, memory, and the time until an
 * instance without its folder works again. Measured once, so without an interval.
 */
public final class ManyWorkloads {
  private static final double MEBIBYTE = 1 << 20;
  private static final long PAUSE_MILLIS = 200;
  private static final Duration WITHOUT_PROGRESS = Duration.ofMinutes(1);
  private static final String GROUP = "pinning";

  private final Trial trial;
  private final int count;
  private final Consumer<String> progress;
  private final List<Line> lines = new ArrayList<>();

  public ManyWorkloads(Trial trial, int count, Consumer<String> progress) {
    this.trial = trial;
    this.count = count;
    this.progress = progress;
  }

  /** Stops the server that is given, and starts it again twice. */
  public List<Line> measured(ServerProcess pinning) throws Exception {
    progress.accept("one run each of %,d workloads".formatted(count));
    long begin = System.nanoTime();
    report();
    awaitDone();
    RolesProcess roles = trial.roles("pinning");
    add("fingerprintsPerSecond", count / seconds(begin), "runs/s");
    add("residentMemory", pinning.residentBytes() / MEBIBYTE, "MiB");
    pinning.component().close();
    add("storeSize", bytesBelow(roles.state()) / MEBIBYTE, "MiB");
    progress.accept("starting again, with the folder");
    begin = System.nanoTime();
    Component again = trial.installation().startRoles(roles);
    add("restartSeconds", seconds(begin), "s");
    again.close();
    deleteBelow(roles.state());
    progress.accept("starting again, without the folder");
    begin = System.nanoTime();
    Component restored = trial.installation().startRoles(roles);
    add("restoreSeconds", seconds(begin), "s");
    add("restoredMemory", new ServerProcess(restored).residentBytes() / MEBIBYTE, "MiB");
    return lines;
  }

  private void add(String name, double value, String unit) {
    lines.add(new Line("%s.%d".formatted(name, count), unit, Interval.once(value), null));
  }

  private void report() {
    KafkaConnection connection = trial.installation().addresses().kafka();
    try (EventPublisher publisher = new EventPublisher(connection, "blinktwice/bench")) {
      Runs runs = new Runs(publisher);
      for (int number = 0; number < count; number++) {
        runs.succeeded(new Run("many-" + number, "r1"));
      }
      publisher.flush();
    }
  }

  /** All that was reported is behind the group's committed positions. */
  private void awaitDone() throws Exception {
    KafkaConnection connection = trial.installation().addresses().kafka();
    String topic = connection.nameOf(Topics.RUN_EVENTS);
    try (Admin admin = Admin.create(connection.properties())) {
      long least = Long.MAX_VALUE;
      long lastProgress = System.nanoTime();
      for (long left = left(admin, topic); left > 0; left = left(admin, topic)) {
        if (left < least) {
          least = left;
          lastProgress = System.nanoTime();
        } else if (System.nanoTime() - lastProgress > WITHOUT_PROGRESS.toNanos()) {
          throw new IllegalStateException(left + " events are left, and none was decided for long");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private long left(Admin admin, String topic) throws Exception {
    KafkaConnection connection = trial.installation().addresses().kafka();
    Map<TopicPartition, OffsetAndMetadata> done =
        admin
            .listConsumerGroupOffsets(connection.topicPrefix() + "." + GROUP)
            .partitionsToOffsetAndMetadata()
            .get();
    long left = 0;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : done.entrySet()) {
      if (entry.getKey().topic().equals(topic)) {
        long end =
            admin
                .listOffsets(Map.of(entry.getKey(), OffsetSpec.latest()))
                .partitionResult(entry.getKey())
                .get()
                .offset();
        // A transaction's end takes a place of its own.
        left += Math.max(0, end - 1 - entry.getValue().offset());
      }
    }
    return left;
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static long bytesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void deleteBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
