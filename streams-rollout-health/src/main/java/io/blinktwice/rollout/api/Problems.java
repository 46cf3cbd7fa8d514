package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.rollout.decision.Refusal;
import java.util.List;

/** What goes wrong, as RFC 9457 says it. */
final class Problems {
  private Problems() {}

  static Answer notFound(String detail) {
    return answer(404, "Not found", detail, List.of());
  }

  static Answer tooLarge(int limit) {
    return answer(
        413, "Body too large", "the body has more than %d bytes".formatted(limit), List.of());
  }

  static Answer malformed(String detail) {
    return answer(400, "Body is not JSON", detail, List.of());
  }

  static Answer invalid(List<String> errors) {
    return answer(422, "Invalid request", String.join("; ", errors), errors);
  }

  static Answer unavailable(String detail) {
    return answer(503, "Not available now", detail, List.of());
  }

  static Answer refused(Refusal refusal) {
    int status =
        switch (refusal.rule()) {
          case VERSION_IS_NOT_REGISTERED -> 404;
          case SHARE_IS_OUT_OF_RANGE -> 422;
          case SHARE_DOES_NOT_GROW,
              VERSION_IS_STABLE,
              FLEET_HAS_NO_STABLE_VERSION,
              ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS ->
              409;
        };
    Answer answer = answer(status, "Command refused", refusal.sentence(), List.of());
    ((ObjectNode) answer.body()).put("rule", refusal.rule().name());
    return answer;
  }

  private static Answer answer(int status, String title, String detail, List<String> errors) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "about:blank").put("title", title).put("status", status).put("detail", detail);
    if (!errors.isEmpty()) {
      ArrayNode list = body.putArray("errors");
      errors.forEach(list::add);
    }
    return new Answer(status, body, true);
  }
}
