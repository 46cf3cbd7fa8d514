package io.blinktwice.app.doctor;

import io.blinktwice.app.doctor.Cluster.Answer;
import io.blinktwice.app.installation.BrokerProbe;
import io.blinktwice.app.server.ClusterSettings;
import io.blinktwice.runtime.kafka.ConnectionTrouble;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.serde.RegistryClient;
import io.blinktwice.runtime.serde.RegistryTrouble;
import io.blinktwice.runtime.serde.SubjectSetup;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** Finds out what is the case on an existing Kafka and its registry; changes nothing there. */
public final class ClusterExamination {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClusterSettings settings;
  private final KafkaConnection connection;

  private ClusterExamination(ClusterSettings settings) {
    this.settings = settings;
    this.connection = settings.connection();
  }

  public static Cluster of(ClusterSettings settings, boolean withRegistry)
      throws InterruptedException {
    return new ClusterExamination(settings).examine(withRegistry);
  }

  private Cluster examine(boolean withRegistry) throws InterruptedException {
    Optional<Cluster.Registry> registry = withRegistry ? Optional.of(registry()) : Optional.empty();
    Optional<ConnectionTrouble> trouble = BrokerProbe.trouble(connection, PATIENCE);
    if (trouble.isPresent()) {
      return cluster(unknown(trouble.get()), unknown(trouble.get()), List.of(), registry);
    }
    Properties properties = connection.properties();
    String millis = String.valueOf(PATIENCE.toMillis());
    properties.put("request.timeout.ms", millis);
    properties.put("default.api.timeout.ms", millis);
    try (Admin admin = Admin.create(properties)) {
      return cluster(
          answer(admin.describeCluster().nodes(), nodes -> new Cluster.Brokers(nodes.size())),
          answer(
              admin.describeFeatures().featureMetadata(),
              found -> {
                Map<String, Integer> levels = new HashMap<>();
                found
                    .finalizedFeatures()
                    .forEach((name, range) -> levels.put(name, (int) range.maxVersionLevel()));
                return levels;
              }),
          new Rights(admin, connection).all(),
          registry);
    }
  }

  private Cluster cluster(
      Answer<Cluster.Brokers> brokers,
      Answer<Map<String, Integer>> features,
      List<Cluster.Right> rights,
      Optional<Cluster.Registry> registry) {
    boolean reached = brokers instanceof Answer.Known<Cluster.Brokers>;
    return new Cluster(
        connection.bootstrapServers(),
        brokers,
        features,
        settings.topics().replication(),
        reached ? topics() : new Answer.Unknown<>("not looked at", ""),
        rights,
        registry);
  }

  private Answer<Cluster.Topics> topics() {
    try (TopicSetup setup = new TopicSetup(connection, settings.topics())) {
      return new Answer.Known<>(new Cluster.Topics(setup.plan(), setup.found()));
    } catch (TopicSetup.Unfit e) {
      return new Answer.Unknown<>(String.valueOf(e.getMessage()), "");
    }
  }

  private interface Reading<F, T> {
    T of(F found);
  }

  private static <F, T> Answer<T> answer(KafkaFuture<F> future, Reading<F, T> reading)
      throws InterruptedException {
    try {
      return new Answer.Known<>(reading.of(future.get()));
    } catch (ExecutionException e) {
      return unknown(ConnectionTrouble.of(e));
    }
  }

  private static <T> Answer<T> unknown(ConnectionTrouble trouble) {
    return new Answer.Unknown<>(trouble.sentence(), trouble.cure());
  }

  private Cluster.Registry registry() throws InterruptedException {
    RegistryClient client = RegistryClient.of(connection.serdeSettings());
    return new Cluster.Registry(
        connection.registryUrl(),
        product(client),
        asked(
            () -> {
              RegistryClient.Answer config = client.get("/config");
              if (!config.isOk()) {
                throw new IOException(RegistryTrouble.of(config.status(), config.text("message")));
              }
              return config.text("compatibilityLevel");
            }),
        mode(client),
        asked(() -> new SubjectSetup(connection.serdeSettings(), connection.topicPrefix()).plan()));
  }

  /** Confluent's says it beside its schemas, Apicurio's beside the API that is like Confluent's. */
  private static String product(RegistryClient client) throws InterruptedException {
    String confluent = said(client, "/v1/metadata/version", "version");
    if (!confluent.isEmpty()) {
      return "Schema Registry " + confluent;
    }
    String about = "/../../registry/v3/system/info";
    return "%s %s".formatted(said(client, about, "name"), said(client, about, "version")).strip();
  }

  /** Not every registry has modes. */
  private static String mode(RegistryClient client) throws InterruptedException {
    return said(client, "/mode", "mode");
  }

  private static String said(RegistryClient client, String path, String field)
      throws InterruptedException {
    try {
      RegistryClient.Answer answer = client.get(path);
      return answer.isOk() ? answer.text(field) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }

  private static <T> Answer<T> asked(Question<T> question) throws InterruptedException {
    try {
      return new Answer.Known<>(question.ask());
    } catch (IOException e) {
      return unknown(ConnectionTrouble.of(e));
    }
  }
}
