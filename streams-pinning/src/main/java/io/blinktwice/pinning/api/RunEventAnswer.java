package io.blinktwice.pinning.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What became of posted run events.
 *
 * @param accepted how many are written; a repetition counts, and changes nothing
 * @param refused how many are not
 * @param results of each, in the order in which they were posted
 */
@Serdeable
public record RunEventAnswer(int accepted, int refused, List<Result> results) {

  /**
   * What became of one.
   *
   * @param status accepted or refused
   * @param fingerprint the workload's, by which pins and verdicts are found too
   * @param errors all that is wrong with it
   */
  @Serdeable
  public record Result(
      String status, @Nullable String eventId, @Nullable String fingerprint, List<String> errors) {}

  static RunEventAnswer of(List<PostedRunEvent> posted) {
    int refused = Math.toIntExact(posted.stream().filter(event -> event.event() == null).count());
    return new RunEventAnswer(
        posted.size() - refused, refused, posted.stream().map(RunEventAnswer::result).toList());
  }

  private static Result result(PostedRunEvent posted) {
    var event = posted.event();
    return event == null
        ? new Result("refused", null, null, posted.problems())
        : new Result("accepted", event.getEventId(), event.getFingerprint(), List.of());
  }
}
