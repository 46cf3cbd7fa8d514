package io.blinktwice.pinning.api;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.WireError;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What proved a pin, as the topic has it.
 *
 * @param bad the attempt that failed, or took more; absent where a person made the pin
 * @param good the attempt that did not
 * @param measured what was measured of either, by the name of the figure
 * @param posterior how likely the version caused it, where that was weighed
 * @param inputs the records that proved it
 */
@Serdeable
record PinProof(
    String pin,
    String workload,
    String cause,
    @Nullable AttemptProof bad,
    @Nullable AttemptProof good,
    List<MeasuredProof> measured,
    @Nullable Double posterior,
    List<String> inputs) {

  /**
   * One of the two attempts.
   *
   * @param failure how it ended, where it failed
   */
  @Serdeable
  record AttemptProof(
      String run,
      int attempt,
      String version,
      @Nullable String cluster,
      @Nullable FailureProof failure) {}

  /**
   * How it failed.
   *
   * @param text message and stack trace as far as they were kept; its first line alone where the
   *     rest is masked
   * @param masked whether the rest is kept from the caller
   * @param truncated whether it was longer than what is kept of one
   */
  @Serdeable
  record FailureProof(
      String category,
      String signature,
      @Nullable String exceptionClass,
      List<String> exceptionChain,
      @Nullable String condition,
      @Nullable String sqlState,
      String text,
      boolean masked,
      boolean truncated) {}

  /** One figure of both attempts; absent is not zero: nobody measured it. */
  @Serdeable
  record MeasuredProof(String name, @Nullable Long bad, @Nullable Long good) {}

  /**
   * @param mayRead whether the caller may read all that the failure said
   */
  static PinProof of(Pin pin, boolean mayRead) {
    PinEvidence evidence = pin.getEvidence();
    String cause = pin.getCause().name().toLowerCase(Locale.ROOT);
    if (evidence == null) {
      return new PinProof(
          pin.getPinId(), pin.getWorkload(), cause, null, null, List.of(), null, List.of());
    }
    String goodRun = evidence.getGoodRunId();
    return new PinProof(
        pin.getPinId(),
        pin.getWorkload(),
        cause,
        new AttemptProof(
            evidence.getRunId(),
            evidence.getFailedAttempt(),
            evidence.getFailedVersion(),
            evidence.getFailedCluster(),
            failure(evidence, mayRead)),
        new AttemptProof(
            goodRun == null ? evidence.getRunId() : goodRun,
            evidence.getGoodAttempt(),
            evidence.getGoodVersion(),
            evidence.getGoodCluster(),
            null),
        measured(evidence.getFailedMetrics(), evidence.getGoodMetrics()),
        evidence.getPosterior(),
        evidence.getInputs());
  }

  private static @Nullable FailureProof failure(PinEvidence evidence, boolean mayRead) {
    WireError error = evidence.getError();
    if (error == null) {
      return null;
    }
    String text = error.getMessage();
    String first = text.lines().findFirst().orElse("");
    boolean masked = !mayRead && !first.equals(text);
    return new FailureProof(
        evidence.getCategory().name(),
        evidence.getSignature(),
        error.getExceptionClass(),
        error.getExceptionChain(),
        error.getCondition(),
        error.getSqlState(),
        masked ? first : text,
        masked,
        error.getMessageTruncated());
  }

  private static List<MeasuredProof> measured(@Nullable RunMetrics bad, @Nullable RunMetrics good) {
    TreeMap<String, Long> ofBad = figures(bad);
    TreeMap<String, Long> ofGood = figures(good);
    TreeSet<String> names = new TreeSet<>(ofBad.keySet());
    names.addAll(ofGood.keySet());
    return names.stream()
        .map(name -> new MeasuredProof(name, ofBad.get(name), ofGood.get(name)))
        .toList();
  }

  private static TreeMap<String, Long> figures(@Nullable RunMetrics metrics) {
    TreeMap<String, Long> figures = new TreeMap<>();
    if (metrics != null) {
      for (Schema.Field field : metrics.getSchema().getFields()) {
        if (metrics.get(field.pos()) instanceof Number figure) {
          figures.put(field.name(), figure.longValue());
        }
      }
    }
    return figures;
  }
}
