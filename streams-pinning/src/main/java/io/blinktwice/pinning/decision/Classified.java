package io.blinktwice.pinning.decision;

/** What the classifier said of a failed attempt; a higher revision corrects a lower one. */
public record Classified(Category category, boolean outOfMemory, String signature, int revision) {}
