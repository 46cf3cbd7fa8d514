package io.blinktwice.router.effect;

import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.runtime.kafka.TopicView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What operations used, as their servers told it lately.
 *
 * <p>A client may choose an operation's id, so a figure belongs to one only if cluster and session
 * agree, too. Of several revisions the highest counts.
 */
public final class OperationFigures implements TopicView.Listener<OperationMetrics> {
  private static final int REMEMBERED = 20_000;

  private final boolean followed;
  private final Map<Sent, OperationMetrics> figures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sent, OperationMetrics> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** An operation that was sent to a cluster. */
  record Sent(String operation, String session, String cluster) {}

  /** Told by whoever follows the topic. */
  public OperationFigures() {
    this(true);
  }

  private OperationFigures(boolean followed) {
    this.followed = followed;
  }

  /** Of a gateway that has no Kafka: nobody waits for figures. */
  public static OperationFigures none() {
    return new OperationFigures(false);
  }

  boolean isFollowed() {
    return followed;
  }

  @Override
  public synchronized void on(TopicView.Record<OperationMetrics> seen) {
    OperationMetrics told = seen.value();
    if (told != null) {
      Sent of = new Sent(told.getOperationId(), told.getSessionId(), told.getCluster());
      OperationMetrics known = figures.get(of);
      if (known == null || known.getRevision() < told.getRevision()) {
        figures.put(of, told);
      }
    }
  }

  synchronized Optional<RunMetrics> of(Sent operation) {
    return Optional.ofNullable(figures.get(operation)).map(OperationMetrics::getMeasured);
  }
}
