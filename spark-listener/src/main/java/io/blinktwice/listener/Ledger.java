package io.blinktwice.listener;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs on this server, and what it used, by operation. Whatever the server tells, it stays
 * bounded: the oldest entry goes.
 */
final class Ledger {
  /** Whoever lists operations shows the heaviest; a server with more is overloaded anyway. */
  static final int LISTED = 50;

  private static final int OPERATIONS = 10_000;
  private static final int SESSIONS = 50_000;
  private static final int STAGES = 50_000;
  private static final int STAGES_REMEMBERED = 1_000;

  /** By job tag, which is how Spark marks an operation's jobs. */
  private final Map<String, OperationUse> running = bounded(OPERATIONS);

  private final Map<String, OperationUse> ended = bounded(OPERATIONS);
  private final Map<String, Boolean> sessions = bounded(SESSIONS);
  private final Map<Stage, StageUse> stages = bounded(STAGES);

  /** Tasks of a stage may end after it. */
  private final Map<Stage, StageUse> completed = bounded(STAGES_REMEMBERED);

  private long activeTasks;
  private long spilled;

  /** One try of a stage. */
  record Stage(int id, int attempt) {}

  /** A stage's tasks and the operation that they belong to, if it is any of ours. */
  private static final class StageUse {
    private final @Nullable OperationUse operation;
    private long queued;

    private StageUse(@Nullable OperationUse operation, int tasks) {
      this.operation = operation;
      this.queued = tasks;
    }
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  synchronized void sessionStarted(String session) {
    sessions.put(session, true);
  }

  synchronized void sessionClosed(String session) {
    sessions.remove(session);
  }

  synchronized void operationStarted(String tag, String operation, String session, long at) {
    running.put(tag, new OperationUse(operation, session, at));
  }

  /** The report that is due at its end; empty if it has ended before or is not known. */
  synchronized Optional<String> operationEnded(String tag, String how, long at, long rows) {
    OperationUse operation = running.remove(tag);
    if (operation == null) {
      return Optional.empty();
    }
    operation.ended(how, at, rows);
    ended.put(tag, operation);
    return Optional.of(reportOf(operation));
  }

  /** Nothing follows: a second report if tasks ended after the first, a first if there was none. */
  synchronized Optional<String> operationClosed(String tag, long at) {
    Optional<String> first = operationEnded(tag, "UNKNOWN", at, 0);
    OperationUse operation = ended.remove(tag);
    return first.isPresent() || operation == null || !operation.hasChanged()
        ? first
        : Optional.of(reportOf(operation));
  }

  private static String reportOf(OperationUse operation) {
    return new JsonLine().put("ended", operation.report()).done();
  }

  /**
   * A stage's tasks are there to run.
   *
   * @param tags job tags of the stage, separated by commas, as Spark hands them on
   */
  synchronized void stageSubmitted(Stage stage, @Nullable String tags, int tasks) {
    OperationUse operation = operationOf(tags);
    stages.put(stage, new StageUse(operation, tasks));
    if (operation != null) {
      operation.staged(tasks);
    }
  }

  private @Nullable OperationUse operationOf(@Nullable String tags) {
    if (tags != null) {
      for (String tag : tags.split(",", -1)) {
        OperationUse operation = running.get(tag);
        if (operation != null) {
          return operation;
        }
      }
    }
    return null;
  }

  synchronized void stageCompleted(Stage stage) {
    StageUse use = stages.remove(stage);
    if (use != null) {
      completed.put(stage, use);
    }
  }

  synchronized void taskStarted(Stage stage) {
    activeTasks++;
    StageUse use = stages.get(stage);
    if (use != null) {
      use.queued = Math.max(0, use.queued - 1);
      if (use.operation != null) {
        use.operation.begun();
      }
    }
  }

  synchronized void taskEnded(Stage stage, TaskUse use, boolean failed) {
    activeTasks = Math.max(0, activeTasks - 1);
    spilled += use.spilledDisk();
    StageUse known = stages.getOrDefault(stage, completed.get(stage));
    if (known != null && known.operation != null) {
      known.operation.ended(use, failed);
    }
  }

  /** What the server does at this moment. */
  synchronized String load(ServerReadings.Reading now, long dropped) {
    List<OperationUse> heaviest = new ArrayList<>(running.values());
    heaviest.forEach(operation -> operation.heapSeen(now.usedHeap()));
    heaviest.sort(Comparator.comparingLong(OperationUse::run).reversed());
    long queued = stages.values().stream().mapToLong(stage -> stage.queued).sum();
    List<JsonLine> listed = heaviest.stream().limit(LISTED).map(OperationUse::progress).toList();
    JsonLine load =
        new JsonLine()
            .put("at", now.at())
            .put("activeTasks", activeTasks)
            .put("queuedTasks", queued)
            .put("runningOperations", running.size())
            .put("queuedOperations", heaviest.stream().filter(OperationUse::waits).count())
            .put("sessions", sessions.size())
            .put("maxHeap", now.maxHeap())
            .put("usedHeap", now.usedHeap())
            .put("executionMemory", now.executionMemory())
            .put("cached", now.cached())
            .put("spilled", spilled)
            .put("gcShare", now.gcShare())
            .put("cpuShare", now.cpuShare())
            .put("freeDisk", now.freeDisk())
            .put("dropped", dropped)
            .put("unlisted", heaviest.size() - listed.size())
            .put("operations", listed);
    return new JsonLine().put("load", load).done();
  }
}
