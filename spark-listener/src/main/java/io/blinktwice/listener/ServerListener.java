package io.blinktwice.listener;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a Spark server for its supervisor. Spark makes it by its one public constructor.
 *
 * <p>Whatever goes wrong here stays here: a server never fails or waits for being watched. Compiled
 * against the oldest engine; it calls nothing whose signature names a Scala type, so that it links
 * against later ones.
 */
public final class ServerListener extends SparkListener {
  static final String REPORTS = "BLINKTWICE_REPORTS_PORT";
  static final String CLUSTER = "BLINKTWICE_CLUSTER";
  static final String SECRET = "BLINKTWICE_POOL_SECRET";

  /** The pool's own questions are no sessions that anyone has. */
  static final String POOL_USER = "blinktwice-pool";

  private static final String JOB_TAGS = "spark.job.tags";
  private static final long EVERY_MILLIS = 1_000;

  private final Ledger ledger = new Ledger();
  private final Consumer<String> reports;

  public ServerListener() {
    this(System.getenv());
  }

  private ServerListener(Map<String, String> environment) {
    Optional<Reporter.Supervisor> supervisor = supervisor(environment);
    if (supervisor.isEmpty()) {
      reports = line -> {};
      return;
    }
    ServerReadings readings =
        new ServerReadings(
            coresOf(System.getProperty("spark.master", "")),
            new File(System.getProperty("spark.local.dir", ".")));
    Reporter reporter =
        new Reporter(
            supervisor.get(), dropped -> ledger.load(readings.read(), dropped), EVERY_MILLIS);
    reports = reporter::send;
    reporter.start();
  }

  /** For tests: what would be sent is handed over. */
  ServerListener(Consumer<String> reports) {
    this.reports = reports;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Empty where nobody is there to listen. */
  static Optional<Reporter.Supervisor> supervisor(Map<String, String> environment) {
    String cluster = environment.get(CLUSTER);
    String secret = environment.get(SECRET);
    int port = number(environment.getOrDefault(REPORTS, ""));
    return cluster == null || secret == null || port <= 0
        ? Optional.empty()
        : Optional.of(new Reporter.Supervisor(port, cluster, secret));
  }

  static int coresOf(String master) {
    return master.matches("local\\[\\d+]")
        ? number(master.substring("local[".length(), master.length() - 1))
        : Runtime.getRuntime().availableProcessors();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Something that may go wrong, and then is nobody's trouble but ours. */
  private interface Hearing {
    void hear() throws ReflectiveOperationException;
  }

  private static void quietly(Hearing hearing) {
    try {
      hearing.hear();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Of a later Spark that says things otherwise: its figures are missing, its queries run.
    }
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    quietly(() -> on(ConnectEvent.of(event)));
  }

  void on(ConnectEvent event) throws ReflectiveOperationException {
    switch (event.kind()) {
      case SESSION_STARTED -> {
        if (!event.text("userId").equals(POOL_USER)) {
          ledger.sessionStarted(event.text("sessionId"));
        }
      }
      case SESSION_CLOSED -> ledger.sessionClosed(event.text("sessionId"));
      case OPERATION_STARTED -> {
        if (!event.text("userId").equals(POOL_USER)) {
          ledger.operationStarted(
              event.text("jobTag"),
              event.text("operationId"),
              event.text("sessionId"),
              event.time());
        }
      }
      case OPERATION_FINISHED -> ended(event, "FINISHED", event.producedRows());
      case OPERATION_FAILED -> ended(event, "FAILED", 0);
      case OPERATION_CANCELED -> ended(event, "CANCELED", 0);
      case OPERATION_CLOSED ->
          ledger.operationClosed(event.text("jobTag"), event.time()).ifPresent(reports);
      case OTHER -> {}
    }
  }

  private void ended(ConnectEvent event, String how, long rows)
      throws ReflectiveOperationException {
    ledger.operationEnded(event.text("jobTag"), how, event.time(), rows).ifPresent(reports);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    quietly(
        () ->
            ledger.stageSubmitted(
                new Ledger.Stage(event.stageInfo().stageId(), event.stageInfo().attemptNumber()),
                tags(event.properties()),
                event.stageInfo().numTasks()));
  }

  private static @Nullable String tags(@Nullable Properties properties) {
    return properties == null ? null : properties.getProperty(JOB_TAGS);
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    quietly(
        () ->
            ledger.stageCompleted(
                new Ledger.Stage(event.stageInfo().stageId(), event.stageInfo().attemptNumber())));
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    quietly(() -> ledger.taskStarted(new Ledger.Stage(event.stageId(), event.stageAttemptId())));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    quietly(
        () ->
            ledger.taskEnded(
                new Ledger.Stage(event.stageId(), event.stageAttemptId()),
                TaskUse.of(event.taskMetrics()),
                event.taskInfo() != null && !event.taskInfo().successful()));
  }
}
