package io.blinktwice.app.demo;

import java.util.List;

/**
 * A job that runs again and again under one name.
 *
 * @param retries who tries again after a failure
 */
record ScheduledJob(String workload, Client client, List<String> statements, Retries retries) {
  /** Both exist in the world; the verdicts are the same. */
  enum Retries {
    /** The job fails, and its scheduler asks whether to start it again. */
    SCHEDULER,
    /** The gateway tries a read again inside the call, and the job does not fail. */
    GATEWAY
  }

  ScheduledJob {
    statements = List.copyOf(statements);
  }
}
