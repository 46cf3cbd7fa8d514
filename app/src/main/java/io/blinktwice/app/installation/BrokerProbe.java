package io.blinktwice.app.installation;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks a Kafka cluster whether it has a broker that takes requests. */
public final class BrokerProbe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int REQUEST_MILLIS = 3_000;

  private BrokerProbe() {}

  public static boolean answers(KafkaConnection connection) throws InterruptedException {
    // A closed port first: Kafka's client would log a warning for each try.
    return new BootstrapServers(connection.bootstrapServers())
            .servers().stream().anyMatch(BrokerProbe::isOpen)
        && describes(connection);
  }

  private static boolean isOpen(BootstrapServers.Server server) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean describes(KafkaConnection connection) throws InterruptedException {
    Properties properties = connection.properties();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      return !admin.describeCluster().nodes().get(REQUEST_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    }
  }
}
