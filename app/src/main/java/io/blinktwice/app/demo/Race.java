package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs a job's query on several versions in turn and says how much faster the last one is. */
final class Race {
  private static final int ROUNDS = 8;
  private static final double AT_LEAST = 0.2;

  private final Story.Cast cast;
  private final Path folder;

  Race(Story.Cast cast, Path folder) {
    this.cast = cast;
    this.folder = folder;
  }

  /** Each version by a workload of its own that a person has pinned there; equal servers. */
  void run(Client.Jvm client, String query, List<EngineVersion> versions)
      throws DemoFailed, IOException, InterruptedException {
    List<String> connections = new ArrayList<>();
    for (EngineVersion version : versions) {
      cast.controlPlane()
          .put(
              "/v1/workloads/" + workload(version) + "/pin",
              "{\"version\": \"%s\", \"reason\": \"it measures this version\"}".formatted(version));
    }
    for (EngineVersion version : versions) {
      String workload = workload(version);
      cast.controlPlane()
          .await(
              "/v1/workloads/" + workload + "/pin",
              pin -> pin.path("version").asText().equals(version.value()),
              "a pin of " + workload);
      ScheduledJob job =
          new ScheduledJob(workload, client, List.of(query), ScheduledJob.Retries.SCHEDULER);
      connections.add(cast.scheduler().connection(job, workload + "-run", 1));
    }
    JobResult measured =
        JobProcess.run(
            client
                .running("Stopwatch")
                .command(String.join(" ", connections), List.of(Integer.toString(ROUNDS), query)),
            folder);
    if (!measured.succeeded()) {
      throw new DemoFailed("expected: a measurement\n    seen: " + measured.tail());
    }
    double[][] micros = new double[ROUNDS][versions.size()];
    for (String row : measured.rows()) {
      String[] parts = row.split(" ");
      micros[Integer.parseInt(parts[0])][Integer.parseInt(parts[1])] = Double.parseDouble(parts[2]);
    }
    int last = versions.size() - 1;
    for (int other = 0; other < last; other++) {
      judge(versions.get(other), versions.get(last), Saving.of(micros, other, last));
    }
  }

  private static String workload(EngineVersion version) {
    return "stopwatch-" + version;
  }

  private void judge(EngineVersion than, EngineVersion fast, Saving saving) throws DemoFailed {
    cast.narrator()
        .check(
            saving.share() >= AT_LEAST && saving.low() > 0,
            String.format(
                Locale.ROOT,
                "the job's query takes %.0f %% less time on %s than on %s (95 %%: %.0f to %.0f), in %d rounds in turn, on servers of one size",
                100 * saving.share(),
                fast,
                than,
                100 * saving.low(),
                100 * saving.high(),
                ROUNDS),
            saving);
  }
}
