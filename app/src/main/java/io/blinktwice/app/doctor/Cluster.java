package io.blinktwice.app.doctor;

import io.blinktwice.runtime.kafka.TopicStep;
import io.blinktwice.runtime.serde.SubjectStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is the case on an existing Kafka and its registry. A question that could not be answered,
 * for lack of rights mostly, has its trouble in place of the answer.
 *
 * @param replication copies of each topic that are configured
 * @param rights each with what forbids it; empty when it is there
 */
public record Cluster(
    String servers,
    Answer<Brokers> brokers,
    Answer<Map<String, Integer>> features,
    int replication,
    Answer<Topics> topics,
    List<Right> rights,
    Optional<Registry> registry) {

  /** What was found out, or why it was not. */
  public sealed interface Answer<T> {
    record Known<T>(T value) implements Answer<T> {}

    record Unknown<T>(String sentence, String cure) implements Answer<T> {}
  }

  /** How many there are. */
  public record Brokers(int count) {}

  /** Our topics: what is to be done, and those that are there. */
  public record Topics(List<TopicStep> steps, Map<String, TopicStep.Found> found) {}

  /** Something that we must be allowed to do. */
  public record Right(String what, Optional<String> forbidden) {}

  /**
   * The registry.
   *
   * @param product its name and version; empty when it does not say
   * @param mode empty when it does not say
   */
  public record Registry(
      String url,
      String product,
      Answer<String> compatibility,
      String mode,
      Answer<List<SubjectStep>> subjects) {}
}
