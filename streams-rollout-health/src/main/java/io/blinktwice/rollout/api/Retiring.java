package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.Fields;
import java.time.Instant;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants who retires a version.
 *
 * @param moveTo where pinned workloads go; to what the fleet gives them if absent
 */
public record Retiring(
    String actor, String reason, Pinned pinned, @Nullable EngineVersion moveTo, Instant at) {
  private static final int LONGEST_VERSION = 200;

  /** What becomes of workloads that are pinned to it. */
  public enum Pinned {
    /** As long as there are any, the version stays. */
    REFUSE,
    /** Their pins end, or go over to another version. */
    MOVE
  }

  static Retiring read(JsonNode body, String actor, Instant at) {
    Fields fields = new Fields(body, RetireBody.class);
    String reason = fields.text("reason", Attribution.LONGEST_REASON).orElse("").strip();
    if (reason.isEmpty()) {
      fields.wrong("'reason' says why, in a sentence for those who read it later");
    }
    Pinned pinned = fields.word("pinned", EnumSet.allOf(Pinned.class)).orElse(Pinned.REFUSE);
    EngineVersion moveTo =
        fields.understood("moveTo", LONGEST_VERSION, EngineVersion::new).orElse(null);
    if (moveTo != null && pinned == Pinned.REFUSE) {
      fields.wrong("'moveTo' goes with \"pinned\": \"move\"");
    }
    fields.refuseProblems();
    return new Retiring(actor, reason, pinned, moveTo, at);
  }
}
