package io.blinktwice.runtime.access;

import io.blinktwice.events.Audit;
import io.blinktwice.events.AuditPhase;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** The trail as a topic. */
@Singleton
@Requires(bean = KafkaConnection.class)
final class KafkaAuditTrail implements AuditTrail, AutoCloseable {
  private final EventPublisher publisher;

  KafkaAuditTrail(KafkaConnection connection) {
    publisher = EventPublisher.forCommands(connection, "blinktwice/audit");
  }

  @Override
  public CompletableFuture<Void> write(AuditEntry entry) {
    Audit record = record(entry);
    return publisher.publish(
        Topics.AUDIT, record.getActor(), record, entry.id() + "/" + record.getPhase(), entry.at());
  }

  private static Audit record(AuditEntry entry) {
    Caller caller = entry.caller();
    return Audit.newBuilder()
        .setAuditId(entry.id())
        .setPhase(entry.status() == null ? AuditPhase.ASKED : AuditPhase.ANSWERED)
        .setActor(caller.actor())
        .setCredential(caller.identity().credential())
        .setScope(caller.identity().scope().text())
        .setWorkspace(caller.workspace().value())
        .setOperation(entry.operation())
        .setObject(entry.object())
        .setRemote(entry.from())
        .setRequestId(entry.requestId())
        .setTraceparent(entry.traceparent())
        .setReason(entry.reason())
        .setStatus(entry.status())
        .setAt(entry.at())
        .build();
  }

  @Override
  @PreDestroy
  public void close() {
    publisher.close();
  }
}
