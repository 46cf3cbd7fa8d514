package io.blinktwice.rollout.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a person says with an order about a roll-out.
 *
 * @param share how much of the fleet, above 0 and up to 1; for start and advance, and no other
 * @param reason why, in a sentence for those who read it later
 */
@Schema(name = "OrderBody")
record OrderBody(@Nullable Double share, String reason) {}
