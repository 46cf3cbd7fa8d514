package io.blinktwice.bench.measure;

/** One quantity that a block gives, positive always. */
public record Metric(String name, String unit) {}
