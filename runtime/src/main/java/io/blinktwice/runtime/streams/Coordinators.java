package io.blinktwice.runtime.streams;

import static io.blinktwice.runtime.streams.HangingTransactions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** What the brokers know of transactions, as those who begin and end them. */
final class Coordinators {
  /** As Kafka has it by default. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final String LONGEST_SETTING = "transaction.max.timeout.ms";

  private Coordinators() {}

  /** All that there is to know of these producers, from every broker or from none. */
  static Collection<TransactionDescription> knownOf(Admin admin, Set<Long> producers)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> writers =
        within(
                admin
                    .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                    .all())
            .stream()
            .map(TransactionListing::transactionalId)
            .toList();
    var described = admin.describeTransactions(writers);
    Collection<TransactionDescription> known = new ArrayList<>();
    for (String writer : writers) {
      KafkaFuture<TransactionDescription> answer = described.description(writer);
      try {
        known.add(within(answer));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
          throw e;
        }
      }
    }
    return known;
  }

  /** How long the brokers let anybody's transaction be open; Kafka's default where they hide it. */
  static Duration longestTransaction(Admin admin) throws InterruptedException {
    try {
      Node any = within(admin.describeCluster().nodes()).iterator().next();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, any.idString());
      Config config = within(admin.describeConfigs(List.of(broker)).all()).get(broker);
      ConfigEntry entry = config == null ? null : config.get(LONGEST_SETTING);
      return entry == null || entry.value() == null
          ? LONGEST
          : Duration.ofMillis(Long.parseLong(entry.value()));
    } catch (ExecutionException | TimeoutException e) {
      return LONGEST;
    }
  }
}
