package io.blinktwice.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The same failure as different people would report it: wrapped by the engine, a client or a log,
 * cut to a few lines, with or without its stack.
 */
final class Variation {
  private static final List<String> TASK_FRAMES =
      List.of(
          "org.apache.spark.rdd.RDD.iterator(RDD.scala:288)",
          "org.apache.spark.scheduler.ResultTask.runTask(ResultTask.scala:90)",
          "org.apache.spark.executor.Executor$TaskRunner.run(Executor.scala:408)",
          "java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1149)",
          "java.lang.Thread.run(Thread.java:748)");

  private static final List<String> DRIVER_FRAMES =
      List.of(
          "org.apache.spark.sql.Dataset.collect(Dataset.scala:2978)",
          "org.apache.spark.deploy.SparkSubmit$.main(SparkSubmit.scala:119)",
          "sun.reflect.NativeMethodAccessorImpl.invoke0(Native Method)",
          "py4j.reflection.MethodInvoker.invoke(MethodInvoker.java:244)",
          "java.lang.Thread.run(Thread.java:748)");

  private final RandomGenerator random;

  Variation(RandomGenerator random) {
    this.random = random;
  }

  String of(Story story) {
    List<String> lines = new ArrayList<>();
    for (String line : story.told(random).split("\n")) {
      lines.add(line.startsWith("@ ") ? frame(line.substring(2)) : line);
    }
    boolean inTask =
        story.setting() == Story.Setting.TASK
            || story.setting() == Story.Setting.BOTH && chance(50);
    if (story.setting() != Story.Setting.BARE) {
      lines = new ArrayList<>(withoutWrapper(lines));
      lines.set(0, wrapped(lines.getFirst(), inTask));
      if (chance(60)) {
        for (String each : inTask ? TASK_FRAMES : DRIVER_FRAMES) {
          if (chance(50)) {
            lines.add("\tat " + each);
          }
        }
      }
    }
    return String.join("\n", cut(lines));
  }

  /** Sometimes only the cause is left. */
  private List<String> withoutWrapper(List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Caused by: ") && chance(25)) {
        return lines.subList(i, lines.size());
      }
    }
    return lines;
  }

  private String wrapped(String line, boolean inTask) {
    String bare = line.startsWith("Caused by: ") && chance(50) ? line.substring(11) : line;
    int n = random.nextInt(1, 90);
    int dice = random.nextInt(100);
    String lost =
        "Task %d in stage %d.0 failed %d times, most recent failure: Lost task %d.3 in stage %d.0 (TID %d%s): "
            .formatted(
                n,
                n,
                chance(50) ? 4 : 1,
                n,
                n,
                n * 7,
                chance(60) ? ", 10.0.0.%d, executor %d".formatted(n, n) : "");
    if (inTask) {
      return dice < 30
          ? bare
          : dice < 48
              ? "org.apache.spark.SparkException: Job aborted due to stage failure: " + lost + bare
              : dice < 58
                  ? "Job aborted due to stage failure: " + lost + bare
                  : dice < 68
                      ? "ERROR Executor: Exception in task %d.0 in stage %d.0 (TID %d)\n"
                              .formatted(n, n, n)
                          + bare
                      : dice < 76
                          ? "WARN TaskSetManager: Lost task %d.0 in stage %d.0 (TID %d, host, executor %d): "
                                  .formatted(n, n, n, n)
                              + bare
                          : dice < 84
                              ? python(n)
                                  + "org.apache.spark.SparkException: Job aborted due to stage failure: "
                                  + lost
                                  + bare
                              : dice < 94
                                  ? "Caused by: " + bare
                                  : "org.apache.spark.SparkException: Job aborted.\nCaused by: "
                                      + bare;
    }
    return dice < 45
        ? bare
        : dice < 60
            ? "Exception in thread \"main\" " + bare
            : dice < 75
                ? python(n) + bare
                : dice < 88
                    ? "Caused by: " + bare
                    : "%s ERROR %s: ".formatted(chance(50) ? "21/03/04 10:11:12" : "", "Main")
                        + bare;
  }

  private String python(int n) {
    String opening =
        chance(50)
            ? "py4j.protocol.Py4JJavaError: "
            : chance(50)
                ? "Py4JJavaError: "
                : "Traceback (most recent call last):\npy4j.protocol.Py4JJavaError: ";
    String method =
        Vocabulary.pick(
            List.of(
                "load", "save", "collectToPython", "showString", "csv", "parquet", "sql", "count"),
            random);
    return opening + "An error occurred while calling o%d.%s.\n: ".formatted(n, method);
  }

  private List<String> cut(List<String> lines) {
    List<String> kept = lines;
    if (chance(18)) {
      List<String> spoken = lines.stream().filter(line -> !line.startsWith("\tat ")).toList();
      kept = spoken.isEmpty() ? lines : spoken;
    }
    int dice = random.nextInt(100);
    int most =
        dice < 15 ? 1 : dice < 40 ? random.nextInt(2, 4) : dice < 75 ? random.nextInt(4, 8) : 40;
    return kept.subList(0, Math.min(kept.size(), most));
  }

  private String frame(String place) {
    String[] parts = place.split("\\.");
    String type = parts.length < 2 ? place : parts[parts.length - 2];
    int dollar = type.indexOf('$');
    String file = dollar > 0 ? type.substring(0, dollar) : type;
    boolean scala = place.contains("spark") || place.contains("scala") || place.contains("$");
    return "\tat %s(%s.%s:%d)%s"
        .formatted(
            place,
            file,
            scala ? "scala" : "java",
            random.nextInt(20, 1500),
            chance(10) ? " ~[jar:?]" : "");
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
