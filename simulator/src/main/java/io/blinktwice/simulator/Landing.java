package io.blinktwice.simulator;

/** How one flight ended. {@code fullAt} is NaN if it never reached the whole fleet. */
record Landing(
    boolean falsePause,
    boolean paused,
    boolean contained,
    int brokenSeen,
    int brokenPinned,
    int runsSinceBreak,
    int runs,
    int workloads,
    int harmed,
    int userVisible,
    double fullAt,
    double heldHours) {}
