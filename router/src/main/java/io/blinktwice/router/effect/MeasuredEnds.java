package io.blinktwice.router.effect;

import io.blinktwice.events.RunMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the end of a successful attempt what its operations used.
 *
 * <p>Servers tell it within half a second or never, so an end waits for it with a bound; without
 * all figures it says that they are not complete.
 */
final class MeasuredEnds implements AutoCloseable {
  static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** One query read 1,297,840 bytes by 3.5.7 and 10,064 by 4.2.0. */
  private static final String INPUT_BYTES = "inputBytes";

  private final OperationFigures figures;
  private final Consumer<TracedEvent> events;
  private final Set<End> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("measured-ends").factory());

  /**
   * @param sent its operations, in the order of sending
   * @param allNamed whether each operation that it sent is among them
   * @param busy from its first request to the end of its last operation
   */
  record Work(List<OperationFigures.Sent> sent, boolean allNamed, Duration busy) {}

  private record End(TracedEvent told, Work work, long deadline) {}

  MeasuredEnds(OperationFigures figures, Consumer<TracedEvent> events) {
    this.figures = figures;
    this.events = events;
  }

  void publish(TracedEvent event, @Nullable Work work) {
    if (work == null || work.sent().isEmpty() || !figures.isFollowed()) {
      events.accept(event);
      return;
    }
    End end = new End(event, work, System.nanoTime() + LONGEST_WAIT.toNanos());
    waiting.add(end);
    lookAt(end);
  }

  private void lookAt(End end) {
    boolean all = end.work().sent().stream().allMatch(sent -> figures.of(sent).isPresent());
    if (all || System.nanoTime() - end.deadline() >= 0) {
      tell(end);
    } else if (!timer.isShutdown()) {
      var _ = timer.schedule(() -> lookAt(end), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tell(End end) {
    if (waiting.remove(end)) {
      RunMetrics together = together(end.work());
      if (together != null) {
        end.told().event().setMeasured(together);
      }
      events.accept(end.told());
    }
  }

  private @Nullable RunMetrics together(Work work) {
    List<RunMetrics> known =
        work.sent().stream().map(figures::of).flatMap(Optional::stream).toList();
    if (known.isEmpty()) {
      return null;
    }
    Set<String> incomparable = new TreeSet<>(Set.of(INPUT_BYTES));
    known.forEach(one -> incomparable.addAll(one.getIncomparable()));
    boolean complete =
        work.allNamed()
            && known.size() == work.sent().size()
            && known.stream().allMatch(RunMetrics::getComplete);
    return RunMetrics.newBuilder()
        .setDurationMillis(work.busy().toMillis())
        .setTaskMillis(sum(known, RunMetrics::getTaskMillis))
        .setCpuMillis(sum(known, RunMetrics::getCpuMillis))
        .setGcMillis(sum(known, RunMetrics::getGcMillis))
        .setTasks(sum(known, RunMetrics::getTasks))
        .setFailedTasks(sum(known, RunMetrics::getFailedTasks))
        .setInputBytes(sum(known, RunMetrics::getInputBytes))
        .setInputRows(sum(known, RunMetrics::getInputRows))
        .setOutputBytes(sum(known, RunMetrics::getOutputBytes))
        .setOutputRows(sum(known, RunMetrics::getOutputRows))
        .setShuffleReadBytes(sum(known, RunMetrics::getShuffleReadBytes))
        .setShuffleWriteBytes(sum(known, RunMetrics::getShuffleWriteBytes))
        .setSpilledMemoryBytes(sum(known, RunMetrics::getSpilledMemoryBytes))
        .setSpilledDiskBytes(sum(known, RunMetrics::getSpilledDiskBytes))
        .setPeakMemoryBytes(of(known, RunMetrics::getPeakMemoryBytes, Math::max))
        .setPeakHeapBytes(of(known, RunMetrics::getPeakHeapBytes, Math::max))
        .setOperations(known.size())
        .setComplete(complete)
        .setIncomparable(List.copyOf(incomparable))
        .build();
  }

  private static @Nullable Long sum(
      List<RunMetrics> known, Function<RunMetrics, @Nullable Long> figure) {
    return of(known, figure, Long::sum);
  }

  private static @Nullable Long of(
      List<RunMetrics> known,
      Function<RunMetrics, @Nullable Long> figure,
      BinaryOperator<Long> together) {
    return known.stream()
        .map(one -> Optional.ofNullable(figure.apply(one)))
        .flatMap(Optional::stream)
        .reduce(together)
        .orElse(null);
  }

  /** What still waits is told as far as it is known. */
  @Override
  public void close() {
    timer.shutdownNow();
    List.copyOf(waiting).forEach(this::tell);
  }
}
