package io.blinktwice.client;

import io.blinktwice.client.Told.NotAnAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine version of one attempt.
 *
 * @param version the engine version
 * @param reason why, in a sentence
 * @param fallback whether nobody gave a usable answer in time
 * @param connect where a Spark Connect client connects, where the server was told
 * @param decisionId the answer's id; run events carry it back
 * @param epoch state of the roll-outs that the answer was made from; run events carry it back
 * @param validFor how long the answer may be used again
 * @param stable the fleet's stable version
 * @param larger whether the attempt should get more memory than the one before
 * @param size advice on the size of the cluster, where there is any
 * @param fingerprint the workload's
 * @param problem why it is a fallback, for a person
 */
public record Resolved(
    String version,
    String reason,
    boolean fallback,
    @Nullable String connect,
    @Nullable String decisionId,
    @Nullable Long epoch,
    Duration validFor,
    @Nullable String stable,
    boolean larger,
    @Nullable String size,
    @Nullable String fingerprint,
    @Nullable String problem) {

  static Resolved of(Map<String, @Nullable Object> fields) throws NotAnAnswer {
    Told told = new Told(fields);
    String reason = told.optionalText("reason");
    Long validFor = told.optionalNumber("validForSeconds");
    return new Resolved(
        told.text("version"),
        reason == null ? "" : reason,
        false,
        told.optionalText("connect"),
        told.optionalText("decisionId"),
        told.optionalNumber("epoch"),
        Duration.ofSeconds(validFor == null ? 0 : validFor),
        told.optionalText("stable"),
        told.truth("larger"),
        told.optionalText("size"),
        told.optionalText("fingerprint"),
        null);
  }

  static Resolved fallback(String version, String reason, String problem) {
    return new Resolved(
        version, reason, true, null, null, null, Duration.ZERO, null, false, null, null, problem);
  }

  /** The same answer, used without having been asked for anew. */
  Resolved again(String why) {
    return new Resolved(
        version,
        "the workload's last answer",
        true,
        connect,
        decisionId,
        epoch,
        Duration.ZERO,
        null,
        larger,
        size,
        fingerprint,
        why);
  }

  /** What {@link #of} reads. */
  Map<String, @Nullable Object> told() {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("version", version);
    told.put("reason", reason);
    told.put("connect", connect);
    told.put("decisionId", decisionId);
    told.put("epoch", epoch);
    told.put("validForSeconds", validFor.toSeconds());
    told.put("stable", stable);
    told.put("larger", larger);
    told.put("size", size);
    told.put("fingerprint", fingerprint);
    return told;
  }
}
