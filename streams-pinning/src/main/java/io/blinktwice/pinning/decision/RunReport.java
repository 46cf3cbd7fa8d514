package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/** What every report of an attempt says, whatever happened to it. */
public record RunReport(
    Attempt attempt,
    EngineVersion version,
    @Nullable String resolveDecision,
    @Nullable String codeHash,
    SideEffects sideEffects,
    Usage usage) {}
