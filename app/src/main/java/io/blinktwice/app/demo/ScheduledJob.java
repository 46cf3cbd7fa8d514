package io.blinktwice.app.demo;

import java.util.List;

/** A job that runs again and again under one name. */
record ScheduledJob(String workload, Client client, List<String> statements) {
  ScheduledJob {
    statements = List.copyOf(statements);
  }
}
