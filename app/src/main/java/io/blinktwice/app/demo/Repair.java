package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.RunEventKind;
import java.io.IOException;
import java.util.List;

/** Steps 5 to 7: the fix comes, pins end, and a job moves to a newer client. */
final class Repair {
  /**
   * What the fixed build changes: it reads the old grammar and casts as before, and it does not cut
   * small shuffles into two hundred pieces that adaptive execution has to put together again.
   */
  private static final String LAUNCH =
      """
      {"predecessor": "%s", "engine": "%s", "sparkConf": {
        "spark.sql.legacy.bangEqualsNot": "true", "spark.sql.ansi.enabled": "false",
        "spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}}""";

  private final Story.Cast cast;
  private final EngineVersion broken;
  private final EngineVersion fixed;

  Repair(Story.Cast cast, EngineVersion broken, EngineVersion fixed) {
    this.cast = cast;
    this.broken = broken;
    this.fixed = fixed;
  }

  /** The ticket of the job's pin. */
  String ticketOf(ScheduledJob job) throws DemoFailed, InterruptedException {
    JsonNode found =
        cast.controlPlane()
            .await(
                "/v1/tickets?release=" + broken,
                answer -> !ticketIn(answer, job).isEmpty(),
                "a ticket of " + broken + " with " + job.workload() + " among its members");
    return ticketIn(found, job);
  }

  private static String ticketIn(JsonNode page, ScheduledJob job) {
    for (JsonNode ticket : page.path("tickets")) {
      for (JsonNode member : ticket.path("sample")) {
        if (member.path("workload").asText().equals(job.workload())) {
          return ticket.path("ticket").asText();
        }
      }
    }
    return "";
  }

  Repair toldBy(Story.Cast other) {
    return new Repair(other, broken, fixed);
  }

  /** The fixed build is registered; a server of it starts. */
  void build() throws DemoFailed, IOException, InterruptedException {
    cast.controlPlane().put("/v1/releases/" + fixed, LAUNCH.formatted(broken, broken));
    cast.narrator()
        .say(
            "meanwhile somebody builds %s: %s launched with other settings, on a server of its own"
                .formatted(fixed, broken));
  }

  /** Its ticket says so, and it is rolled out to everybody. */
  void deploy(ScheduledJob job) throws DemoFailed, IOException, InterruptedException {
    String ticket = ticketOf(job);
    cast.controlPlane()
        .post(
            "/v1/tickets/%s/fixed-in".formatted(ticket),
            "{\"version\": \"%s\", \"reason\": \"the build reads the old grammar\"}"
                .formatted(fixed));
    cast.narrator().seen("ticket %s says: fixed in %s".formatted(ticket, fixed));
    cast.controlPlane()
        .await(
            "/v1/clusters",
            answer ->
                answer
                    .path("clusters")
                    .valueStream()
                    .anyMatch(
                        each ->
                            each.path("version").asText().equals(fixed.value())
                                && each.path("state").asText().equals("ready")),
            "a server of " + fixed);
    cast.controlPlane()
        .post(
            "/v1/rollouts/" + fixed + "/start",
            "{\"share\": 1.0, \"reason\": \"the fix is deployed\"}");
    cast.controlPlane()
        .await(
            "/v1/rollouts/" + fixed,
            answer -> answer.toString().contains("ROLLING_OUT"),
            fixed + " to be rolling out");
    cast.narrator().seen(fixed + " has a server of its own and is rolled out");
  }

  /** The next run is on the fixed build, without anybody having touched the pin. */
  void unpinnedByItself(ScheduledJob job, Pin pin)
      throws DemoFailed, IOException, InterruptedException {
    succeedsOnTheFix(job, job.workload() + "-run-6");
    cast.witness().ended(pin, PinEnding.FIXED);
    cast.narrator().seen("its pin ended by itself: the fix is deployed");
  }

  void succeedsOnTheFix(ScheduledJob job, String run)
      throws DemoFailed, IOException, InterruptedException {
    JobResult result = cast.scheduler().runs(job, List.of(run));
    cast.narrator()
        .check(
            result.succeeded(),
            "%s succeeds on %s at its first attempt: %s".formatted(run, fixed, result.rows()),
            result.tail());
    Story.requireVersion(cast.witness().event(run, 1, RunEventKind.SUCCEEDED), fixed);
  }

  /** The version was not at fault, somebody says; the pins of that ticket are gone. */
  void falsePositive(ScheduledJob job, Pin pin)
      throws DemoFailed, IOException, InterruptedException {
    String ticket = ticketOf(job);
    cast.controlPlane()
        .post(
            "/v1/tickets/%s/false-positive".formatted(ticket),
            "{\"reason\": \"the source had sent rubbish\"}");
    cast.witness().ended(pin, PinEnding.FALSE_POSITIVE);
    cast.narrator()
        .seen("ticket %s is a false positive, and its pins have ended".formatted(ticket));
    succeedsOnTheFix(job, job.workload() + "-run-6");
  }

  /** A person ends the pin on the command line. */
  void unpin(ScheduledJob job, Pin pin, Terminal terminal)
      throws DemoFailed, IOException, InterruptedException {
    JobResult said = terminal.run("unpin", job.workload(), "--reason", "the fix is out");
    cast.narrator()
        .check(
            said.succeeded(),
            "./blinktwice unpin %s --reason 'the fix is out'".formatted(job.workload()),
            said.tail());
    cast.witness().ended(pin, PinEnding.PERSON);
    succeedsOnTheFix(job, job.workload() + "-run-6");
  }
}
