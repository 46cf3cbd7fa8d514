package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A scheduler with retries on, as people have it: starts the job, looks at the exit code, and after
 * a failure asks for the verdict and does what it says.
 */
final class Scheduler {
  private static final int MOST_ATTEMPTS = 3;

  private final String gateway;
  private final ControlPlane controlPlane;
  private final Path folder;

  Scheduler(String gateway, ControlPlane controlPlane, Path folder) {
    this.gateway = gateway;
    this.controlPlane = controlPlane;
    this.folder = folder;
  }

  /** What the user sees of a run: its attempts and whether it succeeded in the end. */
  record Run(String workload, String id, List<JobResult> attempts) {
    boolean succeeded() {
      return attempts.getLast().succeeded();
    }
  }

  /** Something that happens between a failed attempt and the question what to do. */
  interface AfterFailure {
    AfterFailure NOTHING = (run, attempt) -> {};

    void happens(String run, int attempt) throws DemoFailed, InterruptedException;
  }

  Run run(ScheduledJob job, String id, AfterFailure afterFailure)
      throws DemoFailed, IOException, InterruptedException {
    List<JobResult> attempts = new ArrayList<>();
    boolean again = true;
    while (again && attempts.size() < MOST_ATTEMPTS) {
      int attempt = attempts.size() + 1;
      JobResult result =
          JobProcess.run(
              job.client().command(connection(job, id, attempt), job.statements()), folder);
      attempts.add(result);
      again = !result.succeeded() && retryAllowed(job, id, attempt, afterFailure);
    }
    return new Run(job.workload(), id, List.copyOf(attempts));
  }

  /** Runs that are expected to succeed, one after another in one process, as a warm worker does. */
  JobResult runs(ScheduledJob job, List<String> ids) throws IOException, InterruptedException {
    String connections =
        ids.stream().map(id -> connection(job, id, 1)).collect(Collectors.joining(" "));
    return JobProcess.run(job.client().command(connections, job.statements()), folder);
  }

  private boolean retryAllowed(ScheduledJob job, String id, int attempt, AfterFailure afterFailure)
      throws DemoFailed, InterruptedException {
    afterFailure.happens(id, attempt);
    JsonNode verdict = controlPlane.verdict(job.workload(), id, attempt);
    Thread.sleep(verdict.path("retryAfterMillis").asLong());
    return verdict.path("action").asText().startsWith("RETRY");
  }

  /** The one thing that a user changes: the connection string. */
  String connection(ScheduledJob job, String run, int attempt) {
    return "%s/;x-workload-id=%s;x-run-id=%s;x-attempt=%d;x-retries=%s"
        .formatted(
            gateway, job.workload(), run, attempt, job.retries().name().toLowerCase(Locale.ROOT));
  }
}
