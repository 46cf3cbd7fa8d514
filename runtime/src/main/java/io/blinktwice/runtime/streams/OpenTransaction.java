package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction as a partition has it: begun there and neither committed nor aborted so far.
 *
 * @param start where its first record stands; with the producer it names the transaction
 * @param coordinatorEpoch of the coordinator that last ended a transaction of that producer here
 */
record OpenTransaction(
    TopicPartition partition, long producer, short epoch, long start, int coordinatorEpoch) {

  /** Of a clock that differs from the brokers', and of markers that are under way. */
  static final Duration MARGIN = Duration.ofSeconds(5);

  static Optional<OpenTransaction> of(TopicPartition partition, ProducerState state) {
    return state.currentTransactionStartOffset().stream()
        .mapToObj(
            start ->
                new OpenTransaction(
                    partition,
                    state.producerId(),
                    (short) state.producerEpoch(),
                    start,
                    state.coordinatorEpoch().orElse(0)))
        .findAny();
  }

  /** Whether a coordinator will end it: it names this partition among those still to be told. */
  boolean isKnownTo(Collection<TransactionDescription> coordinators) {
    return coordinators.stream()
        .anyMatch(
            known -> known.producerId() == producer && known.topicPartitions().contains(partition));
  }

  /**
   * When nobody can be writing in it any more: the time that its producer asked for is over, or,
   * where no coordinator knows the producer, the longest that the brokers grant to anybody.
   *
   * <p>Records have the time of what they are about where a topic does not have its broker's: they
   * may be old while they are written, and they may be ahead. So it was also seen for a while, and
   * is not waited for longer than since then.
   *
   * @param seen since when it has been seen with nobody to end it, by our clock
   */
  Instant over(
      Instant lastWritten,
      Instant seen,
      Collection<TransactionDescription> coordinators,
      Duration longest) {
    Duration granted =
        coordinators.stream()
            .filter(known -> known.producerId() == producer)
            .map(known -> Duration.ofMillis(known.transactionTimeoutMs()))
            .findAny()
            .orElse(longest)
            .plus(MARGIN);
    Instant least = seen.plus(MARGIN);
    Instant most = seen.plus(granted);
    Instant due = lastWritten.plus(granted);
    return due.isBefore(least) ? least : due.isAfter(most) ? most : due;
  }
}
