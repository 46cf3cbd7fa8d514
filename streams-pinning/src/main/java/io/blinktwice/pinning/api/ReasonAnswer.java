package io.blinktwice.pinning.api;

import io.micronaut.serde.annotation.Serdeable;

/** Why something was decided. */
@Serdeable
public record ReasonAnswer(String rule, String sentence) {}
