package io.blinktwice.pinning.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

/**
 * Which version does this attempt get?
 *
 * @param workload the workload's own name
 * @param run the run, by the caller's id
 * @param attempt which try of it; the first if absent
 */
@Serdeable
public record ResolveRequest(String workload, String run, @Nullable Integer attempt) {}
