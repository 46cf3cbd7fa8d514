package io.blinktwice.pinning.ticket.effect;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.RunId;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.ticket.decision.RunFindings;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.OpenRequests;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to explain a failure from what run events have told: the figures of both
 * attempts, and the workload's other runs. Of several instances the one that has the workload does.
 */
public final class RunCollector implements OpenRequests.Worker<Enrichment>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunCollector.class);
  private static final String NAME = "pinning";

  private final States states;
  private final InstantSource clock = InstantSource.system();
  private final EventPublisher publisher;
  private final OpenRequests<Enrichment> requests;

  /** The workloads of this instance. */
  public interface States {
    /** Empty if another instance has it; throws while nobody can say. */
    Optional<WorkloadState> local(String fingerprint) throws NotNow;
  }

  /** State is being moved or restored. */
  public static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    public NotNow(Throwable cause) {
      super(cause);
    }
  }

  private RunCollector(KafkaConnection connection, States states) {
    this.states = states;
    this.publisher = new EventPublisher(connection, "blinktwice/pinning");
    this.requests = OpenRequests.follow(connection, Topics.ENRICHMENT, NAME + "-collector", this);
  }

  public static RunCollector start(KafkaConnection connection, States states) {
    return new RunCollector(connection, states);
  }

  /** What has to go on for it to work. */
  public LongRunning view() {
    return requests.view();
  }

  @Override
  public Optional<String> requestedBy(Enrichment said) {
    return Optional.ofNullable(said.getRequest()).map(request -> said.getEnrichmentId());
  }

  @Override
  public Optional<String> answeredBy(Enrichment said) {
    return Optional.ofNullable(said.getResult())
        .filter(result -> result.getCollector().equals(NAME))
        .map(EnrichmentResult::getRequestId);
  }

  @Override
  public boolean workOn(Enrichment asked) {
    EnrichmentRequest request = Objects.requireNonNull(asked.getRequest());
    Instant by = request.getAnswerBy();
    if (by != null && clock.instant().isAfter(by)) {
      return true;
    }
    try {
      states
          .local(request.getFingerprint())
          .filter(state -> state.workload().workspace().value().equals(request.getWorkspace()))
          .ifPresent(state -> answer(asked, request, state));
      return true;
    } catch (NotNow e) {
      LOG.atDebug().setCause(e).addKeyValue("id", asked.getEnrichmentId()).log("asked again soon");
      return false;
    }
  }

  private void answer(Enrichment asked, EnrichmentRequest request, WorkloadState state) {
    Attempt failed = new Attempt(new RunId(request.getRunId()), request.getFailedAttempt());
    for (EnrichmentKind kind : List.copyOf(request.getWanted())) {
      found(kind, state, failed)
          .ifPresent(
              content ->
                  publish(
                      asked,
                      EnrichmentResult.newBuilder()
                          .setRequestId(asked.getEnrichmentId())
                          .setCollector(NAME)
                          .setKind(kind)
                          .setAttempt(request.getFailedAttempt())
                          .setContent(content)
                          .build()));
    }
  }

  private static Optional<String> found(EnrichmentKind kind, WorkloadState state, Attempt failed) {
    return switch (kind) {
      case RUN_METRICS -> RunFindings.metrics(state, failed);
      case SIMILAR_RUNS -> RunFindings.otherRuns(state, failed);
      case SERVER_LOG, CLUSTER_STATE, CONFIGURATION_DIFF, STACK_DIFF, UNKNOWN -> Optional.empty();
    };
  }

  private void publish(Enrichment asked, EnrichmentResult result) {
    String id =
        DecisionId.of("finding", "1", asked.getEnrichmentId(), NAME, result.getKind().name())
            .value();
    Instant now = clock.instant();
    Enrichment found =
        Enrichment.newBuilder()
            .setEnrichmentId(id)
            .setTicketId(asked.getTicketId())
            .setResult(result)
            .setAt(now)
            .build();
    publisher
        .publish(Topics.ENRICHMENT, asked.getTicketId(), found, id, now)
        .whenComplete(
            (written, failure) -> {
              if (failure != null) {
                LOG.atWarn().setCause(failure).addKeyValue("id", id).log("finding was not taken");
              }
            });
  }

  @Override
  public void close() {
    requests.close();
    publisher.close();
  }
}
