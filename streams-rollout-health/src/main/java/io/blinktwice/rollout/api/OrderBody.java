package io.blinktwice.rollout.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a person says with an order about a roll-out.
 *
 * @param share how much of the fleet, above 0 and up to 1; for start and advance, and no other. A
 *     start without it goes by evidence: 0.3 % first, then as far as the harm budget reaches
 * @param pauseBudget for resume: the chance of a wrong pause from here on; the release's own, or
 *     0.01, if absent
 * @param reason why, in a sentence for those who read it later
 */
@Schema(name = "OrderBody")
record OrderBody(@Nullable Double share, @Nullable Double pauseBudget, String reason) {}
