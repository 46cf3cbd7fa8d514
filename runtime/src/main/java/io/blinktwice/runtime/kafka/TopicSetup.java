package io.blinktwice.runtime.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the topics of a cluster with the catalogue, and carries out what {@link TopicStep} says
 * is to be done.
 */
public final class TopicSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private final Admin admin;
  private final List<TopicSpec> wanted;

  public TopicSetup(KafkaConnection connection, TopicSpec.Choice choice) {
    this.admin = Admin.create(connection.properties());
    this.wanted = TopicSpec.all(connection, choice);
  }

  /** The topics do not fit and cannot be made to; the message says what to do. */
  public static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unfit(String message) {
      super(message);
    }

    Unfit(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * For the start of a server: makes what is missing, raises size limits that are too low, refuses
   * wrong partitions. What else differs may be somebody's wish, and is only said.
   */
  public static void ensure(KafkaConnection connection, int workloadPartitions, short replication) {
    TopicSpec.Choice choice = new TopicSpec.Choice(workloadPartitions, replication);
    try (TopicSetup setup = new TopicSetup(connection, choice)) {
      List<TopicStep> plan = setup.plan();
      refuseWhatNoStepCures(plan);
      setup.create(missing(plan));
      for (TopicStep step : plan) {
        if (step instanceof TopicStep.Correct correct && correct.isNeeded()) {
          setup.carryOut(step);
        } else if (isDifference(step)) {
          LOG.atWarn()
              .addKeyValue("topic", step.topic())
              .addKeyValue("difference", step.sentence())
              .log("topic is not as the catalogue has it; 'blinktwice topics apply' corrects it");
        }
      }
    }
  }

  private static List<TopicSpec> missing(List<TopicStep> plan) {
    return plan.stream()
        .filter(TopicStep.Create.class::isInstance)
        .map(TopicStep.Create.class::cast)
        .map(TopicStep.Create::spec)
        .toList();
  }

  /** One sentence, however many topics are wrong: they mostly are so for one reason. */
  public static void refuseWhatNoStepCures(List<TopicStep> plan) {
    for (TopicStep step : plan) {
      if (step instanceof TopicStep.WrongPartitions wrong) {
        throw new Unfit(wrong.sentence());
      }
    }
  }

  /** Where a topic is there, but not as the catalogue has it. */
  private static boolean isDifference(TopicStep step) {
    return switch (step) {
      case TopicStep.Correct correct -> true;
      case TopicStep.WrongPartitions wrong -> true;
      case TopicStep.OtherReplication other -> true;
      case TopicStep.Create create -> false;
      case TopicStep.Fits fits -> false;
    };
  }

  public List<TopicStep> plan() {
    return TopicStep.plan(wanted, found());
  }

  /** Those that are there, by name. */
  public Map<String, TopicStep.Found> found() {
    Set<String> names = wanted.stream().map(TopicSpec::name).collect(Collectors.toSet());
    names.retainAll(answer(admin.listTopics().names(), "list topics"));
    Map<String, TopicDescription> described =
        answer(admin.describeTopics(names).allTopicNames(), "describe topics");
    Map<String, Map<String, String>> settings = settings(names);
    Map<String, TopicStep.Found> found = new TreeMap<>();
    described.forEach(
        (name, topic) ->
            found.put(
                name,
                new TopicStep.Found(
                    topic.partitions().size(),
                    topic.partitions().getFirst().replicas().size(),
                    settings.getOrDefault(name, Map.of()))));
    return found;
  }

  private Map<String, Map<String, String>> settings(Set<String> names) {
    Map<String, Map<String, String>> settings = new HashMap<>();
    admin
        .describeConfigs(names.stream().map(TopicSetup::resource).toList())
        .values()
        .forEach(
            (resource, config) -> {
              try {
                settings.put(resource.name(), valuesOf(answer(config, "see settings of topics")));
              } catch (Unfit e) {
                if (!(e.getCause() instanceof AuthorizationException)) {
                  throw e;
                }
                LOG.atInfo()
                    .addKeyValue("topic", resource.name())
                    .log("settings of a topic may not be seen, so they are not checked");
              }
            });
    return settings;
  }

  private static Map<String, String> valuesOf(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Does nothing about what only a person can do. */
  public void carryOut(TopicStep step) {
    switch (step) {
      case TopicStep.Create create -> create(List.of(create.spec()));
      case TopicStep.Correct(String topic, String key, String from, String to) -> {
        Collection<AlterConfigOp> set =
            List.of(new AlterConfigOp(new ConfigEntry(key, to), AlterConfigOp.OpType.SET));
        answer(
            admin.incrementalAlterConfigs(Map.of(resource(topic), set)).all(),
            "set %s of topic %s".formatted(key, topic));
      }
      case TopicStep.WrongPartitions wrong -> {}
      case TopicStep.OtherReplication other -> {}
      case TopicStep.Fits fits -> {}
    }
  }

  /** All in one request: one after the other, a first start would wait for each. */
  private void create(List<TopicSpec> specs) {
    Map<String, KafkaFuture<Void>> made =
        admin.createTopics(specs.stream().map(TopicSpec::asNew).toList()).values();
    for (TopicSpec spec : specs) {
      try {
        answer(
            Objects.requireNonNull(made.get(spec.name())),
            "create topic %s with %d copies".formatted(spec.name(), spec.replication()));
      } catch (Unfit e) {
        // Another instance that started at the same moment made it: that is what we wanted.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T answer(KafkaFuture<T> future, String purpose) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unfit("interrupted while trying to " + purpose, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      ConnectionTrouble trouble = ConnectionTrouble.of(cause);
      throw new Unfit(
          "Kafka refuses to %s: %s; %s".formatted(purpose, trouble.sentence(), trouble.cure()),
          cause);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
