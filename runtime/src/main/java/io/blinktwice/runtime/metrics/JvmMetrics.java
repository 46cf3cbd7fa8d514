package io.blinktwice.runtime.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;

/** Memory, collections, threads and disk of this process. */
public final class JvmMetrics {
  private static final Meter MEMORY =
      gauge(
          "blinktwice_jvm_memory_used_bytes",
          "bytes",
          "Memory that the JVM uses, by area.",
          Label.of("area", "heap", "nonheap", "direct", "mapped"));
  private static final Meter HEAP_LIMIT =
      gauge("blinktwice_jvm_heap_max_bytes", "bytes", "What the heap may grow to.");
  private static final Meter COLLECTING =
      counter("blinktwice_jvm_gc_seconds_total", "seconds", "Time spent collecting garbage.");
  private static final Meter COLLECTIONS =
      counter("blinktwice_jvm_gc_collections_total", "collections", "Collections of garbage.");
  private static final Meter THREADS =
      gauge("blinktwice_jvm_threads", "threads", "Platform threads that live.");
  private static final Meter UPTIME =
      gauge("blinktwice_jvm_uptime_seconds", "seconds", "Since the process was started.");
  private static final Meter STATE_DISK =
      gauge(
          "blinktwice_state_disk_free_bytes",
          "bytes",
          "Room on the file system of the state directory.");

  public static final List<Meter> CATALOGUE =
      List.of(MEMORY, HEAP_LIMIT, COLLECTING, COLLECTIONS, THREADS, UPTIME, STATE_DISK);

  private static final double MILLIS = 1_000;

  private JvmMetrics() {}

  /** From now on the page has them. */
  public static void register() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    MetricsPage.once(
        MEMORY,
        samples -> {
          samples.add(memory.getHeapMemoryUsage().getUsed(), "heap");
          samples.add(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
          for (BufferPoolMXBean pool :
              ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            samples.add(pool.getMemoryUsed(), pool.getName());
          }
        });
    MetricsPage.once(HEAP_LIMIT, samples -> samples.add(memory.getHeapMemoryUsage().getMax()));
    MetricsPage.once(COLLECTING, JvmMetrics::tellCollecting);
    MetricsPage.once(COLLECTIONS, JvmMetrics::tellCollections);
    MetricsPage.once(THREADS, samples -> samples.add(threads.getThreadCount()));
    MetricsPage.once(
        UPTIME, samples -> samples.add(ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS));
  }

  /** The folder need not be there yet. */
  public static void registerDiskOf(Path folder) {
    MetricsPage.once(STATE_DISK, samples -> samples.add(existing(folder).getUsableSpace()));
  }

  private static File existing(Path folder) {
    Path found = folder.toAbsolutePath();
    while (!found.toFile().exists() && found.getParent() != null) {
      found = found.getParent();
    }
    return found.toFile();
  }

  private static void tellCollecting(Reading.Samples samples) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      samples.add(collector.getCollectionTime() / MILLIS);
    }
  }

  private static void tellCollections(Reading.Samples samples) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      samples.add(collector.getCollectionCount());
    }
  }
}
