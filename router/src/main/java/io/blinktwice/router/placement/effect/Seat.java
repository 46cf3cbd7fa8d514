package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;

/**
 * A place that work has, until it is over.
 *
 * @param work as the desk calls it
 */
public record Seat(Ask ask, String work, EngineVersion version, String cluster) {}
