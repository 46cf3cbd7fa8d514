package io.blinktwice.app.server;

import io.blinktwice.app.installation.BrokerProbe;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits for the Kafka and the registry that a server was told of. */
public final class Surroundings {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PER_CALL = Duration.ofSeconds(3);

  private Surroundings() {}

  /** Something outside does not answer; the message is a sentence for people and a way on. */
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
      super(message);
    }
  }

  private interface Question {
    boolean answered() throws InterruptedException;
  }

  public static void await(KafkaConnection connection, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    await(
        () -> BrokerProbe.answers(connection),
        deadline,
        "Kafka at %s did not answer within %d s; start it, or say where it is with --kafka HOST:PORT"
            .formatted(connection.bootstrapServers(), atMost.toSeconds()));
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PER_CALL).build()) {
      await(
          () -> lists(http, connection.registryUrl()),
          deadline,
          "the schema registry at %s did not answer within %d s; start it, or say where it is with --registry URL"
              .formatted(connection.registryUrl(), atMost.toSeconds()));
    }
  }

  private static void await(Question question, long deadline, String otherwise) {
    try {
      while (!question.answered()) {
        if (System.nanoTime() > deadline) {
          throw new Unreachable(otherwise);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(otherwise);
    }
  }

  private static boolean lists(HttpClient http, String registryUrl) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registryUrl + "/subjects")).timeout(PER_CALL).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
