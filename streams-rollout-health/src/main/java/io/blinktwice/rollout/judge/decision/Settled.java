package io.blinktwice.rollout.judge.decision;

import java.util.List;

/** A unit's new record, and what the judge found on the way. */
public record Settled(UnitRecord unit, List<Finding> findings) {}
