package io.blinktwice.listener;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** Reads this JVM: memory, collections, processor time since the last reading. */
final class ServerReadings {
  private final int cores;
  private final File spills;
  private long lastAt = System.nanoTime();
  private long lastGc = gcMillis();
  private long lastCpu = cpuNanos();

  /**
   * What was read.
   *
   * @param at milliseconds since 1970
   * @param cpuShare of the cores that tasks may use, at most 1
   */
  record Reading(
      long at,
      long maxHeap,
      long usedHeap,
      long executionMemory,
      long cached,
      double gcShare,
      double cpuShare,
      long freeDisk) {}

  ServerReadings(int cores, File spills) {
    this.cores = Math.max(1, cores);
    this.spills = spills;
  }

  Reading read() {
    long at = System.nanoTime();
    long gc = gcMillis();
    long cpu = cpuNanos();
    double elapsed = Math.max(1, at - lastAt);
    double gcShare = (gc - lastGc) * 1e6 / elapsed;
    double cpuShare = (cpu - lastCpu) / elapsed / cores;
    lastAt = at;
    lastGc = gc;
    lastCpu = cpu;
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Reading(
        System.currentTimeMillis(),
        heap.getMax(),
        heap.getUsed(),
        memoryOf("executionMemoryUsed"),
        memoryOf("storageMemoryUsed"),
        share(gcShare),
        share(cpuShare),
        spills.getUsableSpace());
  }

  private static double share(double measured) {
    return Math.min(1, Math.max(0, measured));
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .filter(millis -> millis > 0)
        .sum();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** Before Spark is up, and should a later one hide it, it is not known: 0. */
  private static long memoryOf(String use) {
    try {
      Object environment = Reflected.getStatic("org.apache.spark.SparkEnv", "get");
      return Reflected.number(Reflected.get(Reflected.get(environment, "memoryManager"), use));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return 0;
    }
  }
}
