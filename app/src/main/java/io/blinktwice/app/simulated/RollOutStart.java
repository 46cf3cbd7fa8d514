package io.blinktwice.app.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Finds the release that is played about, and starts its roll-out where that has not begun. */
final class RollOutStart {
  private final FleetApi api;
  private final FleetPlan plan;

  RollOutStart(FleetApi api, FleetPlan plan) {
    this.api = api;
    this.plan = plan;
  }

  /** The release that is asked for, or the newest that is not the stable one. */
  String release() throws IOException, InterruptedException {
    String stable = api.get("/v1/rollouts").path("stable").asText("");
    String newest = "";
    String newestAt = "";
    for (JsonNode each : api.get("/v1/releases").path("releases")) {
      String version = each.path("version").asText();
      String at = each.path("registeredAt").asText();
      boolean asked = plan.release().map(version::equals).orElse(!version.equals(stable));
      if (asked && !each.path("retired").asBoolean() && at.compareTo(newestAt) >= 0) {
        newest = version;
        newestAt = at;
      }
    }
    if (newest.isEmpty()) {
      throw new IllegalArgumentException(
          plan.release()
              .map(version -> "the catalogue has no release " + version + " that is not retired")
              .orElse("there is no release beside the stable one; register one, then play"));
    }
    return newest;
  }

  /** Says what was found or done. */
  String start(String release) throws IOException, InterruptedException {
    for (JsonNode each : api.get("/v1/rollouts").path("rollouts")) {
      String state = each.path("state").asText();
      if (each.path("version").asText().equals(release) && !state.equals("ABORTED")) {
        return "the roll-out of %s is left as it is: %s at %.3g %%"
            .formatted(release, state, 100 * each.path("share").asDouble());
      }
    }
    if (!plan.rollOut()) {
      return "no roll-out of %s is started (--no-rollout)".formatted(release);
    }
    ObjectNode body = FleetApi.object().put("reason", "a simulated fleet tries it");
    plan.share().ifPresent(share -> body.put("share", share));
    api.post("/v1/rollouts/%s/start".formatted(release), body);
    return "the roll-out of %s is started %s"
        .formatted(
            release,
            plan.share().map(share -> "at %.3g %%".formatted(100 * share)).orElse("by evidence"));
  }
}
