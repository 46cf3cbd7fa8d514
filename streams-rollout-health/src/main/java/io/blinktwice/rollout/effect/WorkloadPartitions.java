package io.blinktwice.rollout.effect;

import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** How many partitions the topics about workloads have: fixed for good, so asked once. */
public final class WorkloadPartitions implements IntSupplier {
  private final KafkaConnection connection;
  private volatile int known;

  public WorkloadPartitions(KafkaConnection connection) {
    this.connection = connection;
  }

  @Override
  public int getAsInt() {
    if (known == 0) {
      known = ask();
    }
    return known;
  }

  private int ask() {
    String topic = connection.nameOf(Topics.RUN_VERDICTS);
    try (Admin admin = Admin.create(connection.properties())) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      throw new KafkaException("the partitions of " + topic + " cannot be asked for", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
