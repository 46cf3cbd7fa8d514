package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Order;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What answers say, as JSON. */
final class Bodies {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Bodies() {}

  static ObjectNode releases(List<ReleaseEntry> releases) {
    ObjectNode body = JSON.objectNode();
    ArrayNode list = body.putArray("releases");
    releases.forEach(release -> list.add(release(release)));
    return body;
  }

  static ObjectNode release(ReleaseEntry release) {
    ObjectNode body = JSON.objectNode();
    body.put("version", release.version().value());
    body.put("predecessor", text(release.predecessor()));
    body.put("engine", release.engine());
    ObjectNode settings = body.putObject("sparkConf");
    new TreeMap<>(release.sparkConf()).forEach(settings::put);
    ArrayNode flags = body.putArray("jvmFlags");
    release.jvmFlags().forEach(flags::add);
    body.put("registeredBy", release.registeredBy());
    body.put("registeredAt", release.registeredAt().toString());
    return body;
  }

  static ObjectNode rollouts(@Nullable EngineVersion stable, List<RolloutChanged> rollouts) {
    ObjectNode body = JSON.objectNode();
    body.put("stable", text(stable));
    ArrayNode list = body.putArray("rollouts");
    rollouts.forEach(rollout -> list.add(decision(rollout)));
    return body;
  }

  static ObjectNode decided(RolloutChanged change) {
    ObjectNode body = JSON.objectNode().put("status", "decided");
    body.set("decision", decision(change));
    return body;
  }

  /** The command is written; its decision has not been seen yet. */
  static ObjectNode pending(Order order) {
    return JSON.objectNode()
        .put("status", "pending")
        .put("commandId", order.commandId())
        .put("version", order.version().value());
  }

  static ObjectNode pending(ReleaseEntry release) {
    return JSON.objectNode().put("status", "pending").put("version", release.version().value());
  }

  private static ObjectNode decision(RolloutChanged change) {
    ObjectNode body = JSON.objectNode();
    body.put("decisionId", change.id().value());
    body.put("version", change.version().value());
    body.put("state", change.rollout().state().name());
    body.put("share", change.rollout().share());
    body.put("stableBefore", text(change.rollout().stableBefore()));
    ArrayNode reasons = body.putArray("reasons");
    change
        .reasons()
        .forEach(
            reason ->
                reasons.addObject().put("rule", reason.rule()).put("sentence", reason.sentence()));
    ArrayNode inputs = body.putArray("inputs");
    change.inputs().forEach(inputs::add);
    body.put("decidedAt", change.at().toString());
    return body;
  }

  private static @Nullable String text(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }
}
