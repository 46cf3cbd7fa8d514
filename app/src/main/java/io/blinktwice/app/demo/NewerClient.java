package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.runtime.artifact.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Step 7: the owner of a job takes a newer client, for an API that the old one lacked. */
final class NewerClient {
  private static final String API = "zipWithIndex";

  private final Story.Cast cast;
  private final Clients clients;
  private final EngineVersion version;

  NewerClient(Story.Cast cast, Clients clients, EngineVersion version) {
    this.cast = cast;
    this.clients = clients;
    this.version = version;
  }

  void move(ScheduledJob job, String query, Progress progress)
      throws DemoFailed, IOException, InterruptedException {
    Set<String> before = servers();
    JobResult refused = clients.newJobOnOldClient(progress);
    cast.narrator()
        .check(
            !refused.succeeded() && refused.says(API),
            "the new code does not compile with the %s: it has no %s"
                .formatted(job.client().name(), API),
            refused.tail());
    Client.Jvm newer = clients.newerJvm(progress);
    ScheduledJob moved =
        new ScheduledJob(job.workload(), newer, List.of(query), ScheduledJob.Retries.SCHEDULER);
    String run = job.workload() + "-run-7";
    JobResult result = cast.scheduler().runs(moved, List.of(run));
    newer.keepClasses();
    cast.narrator()
        .check(
            result.succeeded(),
            "%s with the unmodified %s numbers its rows: %s"
                .formatted(run, newer.name(), result.rows()),
            result.tail());
    Story.requireVersion(cast.witness().event(run, 1, RunEventKind.SUCCEEDED), version);
    Set<String> after = servers();
    cast.narrator()
        .check(
            after.containsAll(before),
            "no server was touched: the same processes as before, " + before,
            before + " before, " + after + " now");
  }

  /** Those that take work; another may be on its way. */
  private Set<String> servers() throws DemoFailed, InterruptedException {
    JsonNode answer =
        cast.controlPlane().await("/v1/clusters", any -> true, "the list of clusters");
    Set<String> alive = new TreeSet<>();
    for (JsonNode each : answer.path("clusters")) {
      if (each.path("state").asText().equals("ready")) {
        alive.add(each.path("cluster").asText() + " as " + each.path("pid").asText());
      }
    }
    return alive;
  }
}
