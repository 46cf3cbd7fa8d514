package io.blinktwice.rollout.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a person says who retires a release.
 *
 * @param reason why, in a sentence for those who read it later
 * @param pinned what becomes of workloads that are pinned to it: refuse (it stays while there are
 *     any) or move
 * @param moveTo where they are pinned instead; to what the fleet gives them if absent
 */
@Schema(name = "RetireBody")
record RetireBody(String reason, @Nullable String pinned, @Nullable String moveTo) {}
