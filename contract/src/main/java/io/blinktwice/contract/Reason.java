package io.blinktwice.contract;

/** Why something was decided: the rule that fired, and the sentence a person reads. */
public record Reason(String rule, String sentence) {}
