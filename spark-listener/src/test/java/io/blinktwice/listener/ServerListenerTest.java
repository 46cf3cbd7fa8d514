package io.blinktwice.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationClosed;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationFailed;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationFinished;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationFinished.Counted;
import org.apache.spark.sql.connect.service.SparkListenerConnectOperationStarted;
import org.junit.jupiter.api.Test;

class ServerListenerTest {
  private final List<String> reports = new ArrayList<>();
  private final ServerListener listener = new ServerListener(reports::add);

  @Test
  void eventsAreReadByTheNamesOfTheirFields() throws Exception {
    hear(new SparkListenerConnectOperationStarted("tag", "op", 10, "session", "ada"));
    hear(new SparkListenerConnectOperationFinished("tag", "op", 30, new Counted(List.of(5L))));
    hear(new SparkListenerConnectOperationClosed("tag", "op", 40));
    assertEquals(1, reports.size());
    assertTrue(reports.get(0).contains("\"operation\":\"op\""), reports.get(0));
    assertTrue(reports.get(0).contains("\"outputRows\":5"), reports.get(0));
  }

  @Test
  void rowsThatNobodyCountedAreNone() throws Exception {
    hear(new SparkListenerConnectOperationStarted("tag", "op", 10, "session", "ada"));
    hear(new SparkListenerConnectOperationFinished("tag", "op", 30, new Counted(List.of())));
    assertTrue(reports.get(0).contains("\"outputRows\":0"), reports.get(0));
  }

  @Test
  void thePoolsOwnQuestionsAreNotReported() throws Exception {
    hear(
        new SparkListenerConnectOperationStarted(
            "tag", "op", 10, "session", ServerListener.POOL_USER));
    hear(new SparkListenerConnectOperationFinished("tag", "op", 30, new Counted(List.of())));
    assertEquals(List.of(), reports);
  }

  @Test
  void anEventThatSaysItOtherwiseIsAnErrorOfTheReadingOnly() {
    ConnectEvent unknown = ConnectEvent.of(new SparkListenerConnectOperationFailed("x"));
    assertThrows(NoSuchMethodException.class, () -> listener.on(unknown));
    assertEquals(ConnectEvent.Kind.OTHER, ConnectEvent.of("a text").kind());
  }

  @Test
  void withoutASupervisorNothingIsSent() {
    assertEquals(Optional.empty(), ServerListener.supervisor(Map.of()));
    assertEquals(
        Optional.empty(),
        ServerListener.supervisor(
            Map.of("BLINKTWICE_CLUSTER", "c", "BLINKTWICE_POOL_SECRET", "s")));
    Reporter.Supervisor found =
        ServerListener.supervisor(
                Map.of(
                    "BLINKTWICE_CLUSTER",
                    "c",
                    "BLINKTWICE_POOL_SECRET",
                    "hidden",
                    "BLINKTWICE_REPORTS_PORT",
                    "7"))
            .orElseThrow();
    assertEquals("Supervisor[port=7, cluster=c]", found.toString());
  }

  @Test
  void coresAreThoseOfTheMaster() {
    assertEquals(3, ServerListener.coresOf("local[3]"));
    assertEquals(Runtime.getRuntime().availableProcessors(), ServerListener.coresOf("local[*]"));
  }

  private void hear(Object event) throws ReflectiveOperationException {
    listener.on(ConnectEvent.of(event));
  }
}
