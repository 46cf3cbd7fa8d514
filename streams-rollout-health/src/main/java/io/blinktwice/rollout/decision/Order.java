package io.blinktwice.rollout.decision;

import io.blinktwice.contract.EngineVersion;

/**
 * What every command says.
 *
 * @param commandId by which a repetition is recognised
 * @param coordinates of the record that carried it; empty before it was written
 * @param actor who wants it
 * @param reason why, in the actor's words
 */
public record Order(
    String commandId, String coordinates, EngineVersion version, String actor, String reason) {}
