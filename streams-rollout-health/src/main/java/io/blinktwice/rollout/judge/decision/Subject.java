package io.blinktwice.rollout.judge.decision;

/**
 * Whom an observation is about: the unit that was drawn into a wave (a workload, or a whole
 * workspace where waves are drawn so), its workspace, its draw and its history.
 */
public record Subject(String unit, String workspace, double draw, History history) {}
