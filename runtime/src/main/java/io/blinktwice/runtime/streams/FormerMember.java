package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This instance as its group still remembers it after a sudden death.
 *
 * <p>A member that comes back within its session gets its partitions back without a word to the
 * others. That is right as long as its stores came back with it. Where they are lost it would
 * restore them from the beginning, while everybody waits and a complete copy stands by elsewhere.
 * So the former self is sent away first: what it had begun is aborted, its partitions go to the
 * copies at once, and the new self restores behind them.
 *
 * @param process the id under which it wrote; none if nothing is known of it
 * @param threads how many of them wrote
 */
record FormerMember(String group, String instance, Optional<String> process, int threads) {
  private static final Logger LOG = LoggerFactory.getLogger(FormerMember.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Whatever goes wrong here costs time and nothing else. */
  void leave(Properties connection) {
    connection.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    connection.put("request.timeout.ms", (int) PATIENCE.toMillis());
    try (Admin admin = Admin.create(connection)) {
      abort(admin);
      List<MemberToRemove> former =
          members(admin).stream().filter(this::isOurs).map(FormerMember::named).toList();
      if (!former.isEmpty()) {
        within(
            admin
                .removeMembersFromConsumerGroup(
                    group, new RemoveMembersFromConsumerGroupOptions(former))
                .all());
        LOG.atInfo()
            .addKeyValue("group", group)
            .addKeyValue("instance", instance)
            .log("its state was lost with its process: partitions go to whoever has a copy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("group", group)
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log(
              "the former self could not be sent away; its partitions wait until they are restored here");
    }
  }

  /** Until its transactions end, by themselves after ten seconds, no copy can become complete. */
  private void abort(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> writers =
        process.stream()
            .flatMap(
                id -> IntStream.rangeClosed(1, threads).mapToObj(n -> group + "-" + id + "-" + n))
            .toList();
    within(admin.fenceProducers(writers).all());
  }

  private List<MemberDescription> members(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    ConsumerGroupDescription found =
        within(
            Objects.requireNonNull(
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group)));
    return List.copyOf(found.members());
  }

  private static <T> T within(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kafka Streams numbers the threads of an instance: {@code instance-1}, {@code instance-2}. */
  private boolean isOurs(MemberDescription member) {
    return member
        .groupInstanceId()
        .filter(id -> id.matches(Pattern.quote(instance) + "-\\d+"))
        .isPresent();
  }

  private static MemberToRemove named(MemberDescription member) {
    return new MemberToRemove(member.groupInstanceId().orElseThrow());
  }
}
