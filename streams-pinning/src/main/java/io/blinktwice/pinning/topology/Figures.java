package io.blinktwice.pinning.topology;

import io.blinktwice.events.RunMetrics;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an attempt used, from and to the record that carries it. */
final class Figures {
  private static final String DURATION = "durationMillis";
  private static final String TASKS = "taskMillis";
  private static final String CPU = "cpuMillis";
  private static final String INPUT = "inputBytes";
  private static final String OUTPUT = "outputBytes";
  private static final String SHUFFLE = "shuffleWriteBytes";
  private static final String SPILL = "spilledDiskBytes";
  private static final String MEMORY = "peakMemoryBytes";
  private static final String ROWS = "inputRows";

  private Figures() {}

  static Map<String, Long> of(@Nullable RunMetrics measured) {
    if (measured == null) {
      return Map.of();
    }
    TreeMap<String, Long> figures = new TreeMap<>();
    put(figures, DURATION, measured.getDurationMillis());
    put(figures, TASKS, measured.getTaskMillis());
    put(figures, CPU, measured.getCpuMillis());
    put(figures, INPUT, measured.getInputBytes());
    put(figures, OUTPUT, measured.getOutputBytes());
    put(figures, SHUFFLE, measured.getShuffleWriteBytes());
    put(figures, SPILL, measured.getSpilledDiskBytes());
    put(figures, MEMORY, measured.getPeakMemoryBytes());
    put(figures, ROWS, measured.getInputRows());
    // Whoever measured them says that they mean something else on other versions.
    figures.keySet().removeAll(measured.getIncomparable());
    return figures;
  }

  private static void put(Map<String, Long> figures, String name, @Nullable Long value) {
    if (value != null) {
      figures.put(name, value);
    }
  }

  static @Nullable RunMetrics record(Map<String, Long> figures) {
    return figures.isEmpty()
        ? null
        : RunMetrics.newBuilder()
            .setDurationMillis(figures.get(DURATION))
            .setTaskMillis(figures.get(TASKS))
            .setCpuMillis(figures.get(CPU))
            .setInputBytes(figures.get(INPUT))
            .setOutputBytes(figures.get(OUTPUT))
            .setShuffleWriteBytes(figures.get(SHUFFLE))
            .setSpilledDiskBytes(figures.get(SPILL))
            .setPeakMemoryBytes(figures.get(MEMORY))
            .setInputRows(figures.get(ROWS))
            .build();
  }
}
