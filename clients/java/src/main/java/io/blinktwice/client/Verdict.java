package io.blinktwice.client;

import io.blinktwice.client.Told.NotAnAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do next with a run whose attempt has ended.
 *
 * @param action FINISH, or one of RETRY_SAME, RETRY_LAST_GOOD, RETRY_LARGER
 * @param decisionId the verdict's id; the next attempt's events name it as their cause
 * @param retryVersion on which version to try again
 * @param retryAfter how long to wait before that
 * @param category whose failure it was
 * @param pin the pin that it made, if it made one
 * @param reasons why, in sentences
 */
public record Verdict(
    String action,
    String decisionId,
    @Nullable String retryVersion,
    Duration retryAfter,
    @Nullable String category,
    @Nullable String pin,
    List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  public boolean retry() {
    return action.startsWith("RETRY_");
  }

  static Verdict of(Map<String, @Nullable Object> fields) throws NotAnAnswer {
    Told told = new Told(fields);
    Long after = told.optionalNumber("retryAfterMillis");
    return new Verdict(
        told.text("action"),
        told.text("decisionId"),
        told.optionalText("retryVersion"),
        Duration.ofMillis(after == null ? 0 : after),
        told.optionalText("category"),
        told.optionalText("pin"),
        sentences(fields.get("reasons")));
  }

  private static List<String> sentences(@Nullable Object reasons) {
    return reasons instanceof List<?> list
        ? list.stream().flatMap(reason -> sentence(Json.object(reason))).toList()
        : List.of();
  }

  private static Stream<String> sentence(Map<String, @Nullable Object> reason) {
    Object sentence = reason.get("sentence");
    return sentence == null ? Stream.of() : Stream.of(sentence.toString());
  }
}
