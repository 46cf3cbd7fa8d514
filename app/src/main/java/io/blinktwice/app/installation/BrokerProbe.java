package io.blinktwice.app.installation;

import io.blinktwice.runtime.kafka.ConnectionTrouble;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Asks a Kafka cluster whether it has a broker that takes requests. */
public final class BrokerProbe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final Duration OF_MANY = Duration.ofSeconds(3);

  private BrokerProbe() {}

  public static boolean answers(KafkaConnection connection) throws InterruptedException {
    return trouble(connection).isEmpty();
  }

  /** What keeps us from it; empty when nothing does. For those who ask again and again. */
  public static Optional<ConnectionTrouble> trouble(KafkaConnection connection)
      throws InterruptedException {
    return trouble(connection, OF_MANY);
  }

  /** The same, for who asks once: on a busy machine a first answer by TLS takes seconds. */
  public static Optional<ConnectionTrouble> trouble(KafkaConnection connection, Duration patience)
      throws InterruptedException {
    // A closed port first: Kafka's client would log a warning for each try.
    IOException closed = null;
    for (BootstrapServers.Server server :
        new BootstrapServers(connection.bootstrapServers()).servers()) {
      closed = whyClosed(server);
      if (closed == null) {
        return describes(connection, patience);
      }
    }
    return Optional.ofNullable(closed).map(ConnectionTrouble::of);
  }

  private static @Nullable IOException whyClosed(BootstrapServers.Server server) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static Optional<ConnectionTrouble> describes(
      KafkaConnection connection, Duration patience) throws InterruptedException {
    Properties properties = connection.properties();
    int millis = Math.toIntExact(patience.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      admin.describeCluster().nodes().get(millis, TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          ConnectionTrouble.of(new org.apache.kafka.common.errors.TimeoutException(e)));
    } catch (ExecutionException | KafkaException e) {
      return Optional.of(ConnectionTrouble.of(e));
    }
  }
}
