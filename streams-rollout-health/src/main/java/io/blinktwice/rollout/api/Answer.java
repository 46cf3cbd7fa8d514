package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request is answered with. */
record Answer(int status, JsonNode body, boolean problem) {
  static Answer ok(JsonNode body) {
    return new Answer(200, body, false);
  }

  /** Written, and sure to be looked at; the body says what has come of it so far. */
  static Answer accepted(JsonNode body) {
    return new Answer(202, body, false);
  }
}
