package io.blinktwice.rollout.judge.decision;

import java.time.Instant;

/** A first attempt of a subject, known by when it started: its arm and its bet date from then. */
public record Run(Subject subject, Instant startedAt) {}
