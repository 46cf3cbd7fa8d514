package io.blinktwice.classifier.effect;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.Model.Ranked;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.Reason;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.OpenRequests;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers server logs that collectors attach to a ticket to the team model, and tells the ticket
 * whose desk they point to. Several instances say the same under the same id, which counts once.
 */
public final class TeamAdvice implements OpenRequests.Worker<Enrichment>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TeamAdvice.class);

  /** Tickets know whose figures are teams by this name. */
  private static final String NAME = "classifier";

  private final Supplier<Classifier> classifier;
  private final EventPublisher publisher;
  private final OpenRequests<Enrichment> logs;

  private TeamAdvice(KafkaConnection connection, Supplier<Classifier> classifier) {
    this.classifier = classifier;
    this.publisher = new EventPublisher(connection, "blinktwice/classifier");
    this.logs = OpenRequests.follow(connection, Topics.ENRICHMENT, NAME + "-teams", this);
  }

  public static TeamAdvice start(KafkaConnection connection, Supplier<Classifier> classifier) {
    return new TeamAdvice(connection, classifier);
  }

  public LongRunning view() {
    return logs.view();
  }

  @Override
  public Optional<String> requestedBy(Enrichment said) {
    return isLog(said) ? Optional.of(said.getEnrichmentId()) : Optional.empty();
  }

  @Override
  public Optional<String> answeredBy(Enrichment said) {
    return Optional.ofNullable(said.getResult())
        .filter(result -> result.getCollector().equals(NAME))
        .map(EnrichmentResult::getRequestId);
  }

  @Override
  public boolean workOn(Enrichment log) {
    advice(log, classifier.get()).ifPresent(this::publish);
    return true;
  }

  private static boolean isLog(Enrichment said) {
    EnrichmentResult result = said.getResult();
    return result != null
        && result.getKind() == EnrichmentKind.SERVER_LOG
        && result.getFailure() == null
        && !result.getCollector().equals(NAME)
        && !result.getContent().isBlank();
  }

  /** Which teams a server's log points to; empty where it is none, or points nowhere. */
  static Optional<Enrichment> advice(Enrichment log, Classifier classifier) {
    if (!isLog(log)) {
      return Optional.empty();
    }
    EnrichmentResult found = Objects.requireNonNull(log.getResult());
    Classification judged = classifier.classify(Failure.ofText(found.getContent()));
    if (judged.teams().isEmpty()) {
      return Optional.empty();
    }
    EnrichmentResult result =
        EnrichmentResult.newBuilder()
            .setRequestId(log.getEnrichmentId())
            .setCollector(NAME)
            .setKind(EnrichmentKind.SERVER_LOG)
            .setAttempt(found.getAttempt())
            .setContent(sentences(judged))
            .setFigures(figures(judged))
            .build();
    return Optional.of(
        Enrichment.newBuilder()
            .setEnrichmentId(
                DecisionId.of("teams", Classifier.VERSION, log.getEnrichmentId()).value())
            .setTicketId(log.getTicketId())
            .setResult(result)
            .setAt(log.getAt())
            .build());
  }

  private static Map<String, Double> figures(Classification judged) {
    Map<String, Double> byTeam = new LinkedHashMap<>();
    judged.teams().forEach(team -> byTeam.put(team.name(), team.probability()));
    return byTeam;
  }

  private static String sentences(Classification judged) {
    return "by the server's log it belongs to: %s\n%s"
        .formatted(
            judged.teams().stream().map(TeamAdvice::share).collect(Collectors.joining(", ")),
            judged.reasons().stream().map(Reason::sentence).collect(Collectors.joining("\n")));
  }

  private static String share(Ranked team) {
    return String.format(Locale.ROOT, "%s (%.0f %%)", team.name(), 100 * team.probability());
  }

  private void publish(Enrichment advice) {
    String id = advice.getEnrichmentId();
    publisher
        .publish(Topics.ENRICHMENT, advice.getTicketId(), advice, id, advice.getAt())
        .whenComplete(
            (written, failure) -> {
              if (failure != null) {
                LOG.atWarn().setCause(failure).addKeyValue("id", id).log("advice was not taken");
              }
            });
  }

  @Override
  public void close() {
    logs.close();
    publisher.close();
  }
}
