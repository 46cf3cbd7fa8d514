package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.kafka.DeadLetters;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.blinktwice.runtime.metrics.ServiceMetrics.Fault;
import io.blinktwice.runtime.serde.RegistryUnavailable;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets aside records that cannot be read or used, or whose result is too large to be written, and
 * lets the stream go on; fails on everything that is not the record's fault.
 *
 * <p>The dead letter is handed back to Kafka Streams, which writes it in the same transaction as
 * the position after the bad record: it is neither lost nor doubled.
 */
public final class DeadLetterHandler
    implements DeserializationExceptionHandler,
        ProcessingExceptionHandler,
        ProductionExceptionHandler {
  static final String CONNECTION = "blinktwice.connection";
  static final String ROLE = "blinktwice.role";
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  private @Nullable DeadLetters deadLetters;
  private String role = "";
  private Set<String> ownTopics = Set.of();

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(CONNECTION) instanceof KafkaConnection connection
        && configs.get(ROLE) instanceof String role) {
      deadLetters = new DeadLetters(connection, role);
      this.role = role;
      ownTopics = Topics.ALL.stream().map(connection::nameOf).collect(Collectors.toSet());
    } else {
      throw new IllegalArgumentException(CONNECTION + " and " + ROLE + " must be set");
    }
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> found, Exception failure) {
    if (failure instanceof RegistryUnavailable) {
      return DeserializationExceptionHandler.Response.fail();
    }
    return DeserializationExceptionHandler.Response.resume(
        letters(DeadLetters.Origin.of(found), failure, Fault.UNREADABLE));
  }

  /** Without a record (a punctuation, for one) there is nothing to set aside. */
  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, @Nullable Record<?, ?> processed, Exception failure) {
    return failure instanceof UnusableRecord && hasRecord(context)
        ? ProcessingExceptionHandler.Response.resume(
            letters(originOf(context), failure, Fault.UNUSABLE))
        : ProcessingExceptionHandler.Response.fail();
  }

  /**
   * Never goes on: when the producer or a broker has refused a record, the transaction is lost, a
   * changelog would differ from its store, and the context may be that of a later record already.
   */
  @Override
  public ProductionExceptionHandler.Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> produced, Exception failure) {
    return failure instanceof RetriableException
        ? ProductionExceptionHandler.Response.retry()
        : ProductionExceptionHandler.Response.fail();
  }

  /** A result too large for its topic is refused by our serializer, before anything is sent. */
  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public ProductionExceptionHandler.Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord produced,
      Exception failure,
      SerializationExceptionOrigin origin) {
    return failure instanceof RecordTooLargeException
            && ownTopics.contains(produced.topic())
            && hasRecord(context)
        ? ProductionExceptionHandler.Response.resume(
            letters(originOf(context), failure, Fault.TOO_LARGE))
        : ProductionExceptionHandler.Response.fail();
  }

  private static boolean hasRecord(ErrorHandlerContext context) {
    return context.topic() != null;
  }

  private List<ProducerRecord<byte[], byte[]>> letters(
      DeadLetters.Origin origin, Exception failure, Fault fault) {
    if (deadLetters == null) {
      throw new IllegalStateException("configure() was not called");
    }
    String reason = DeadLetters.reasonOf(failure) + whetherBytesAreMissing(origin);
    LOG.atWarn()
        .addKeyValue("record", origin.id())
        .addKeyValue("reason", reason)
        .log("record set aside");
    ServiceMetrics.deadLetter(role, origin.topic(), fault);
    return List.of(deadLetters.produced(origin, reason));
  }

  /** Kafka Streams lets go of them once a first result of the record was sent. */
  private static String whetherBytesAreMissing(DeadLetters.Origin origin) {
    return origin.key() == null && origin.value() == null
        ? "; neither key nor value was at hand"
        : "";
  }

  private static DeadLetters.Origin originOf(ErrorHandlerContext context) {
    return new DeadLetters.Origin(
        String.valueOf(context.topic()),
        context.partition(),
        context.offset(),
        context.timestamp(),
        context.sourceRawKey(),
        context.sourceRawValue(),
        context.headers() == null ? new RecordHeaders() : context.headers());
  }
}
