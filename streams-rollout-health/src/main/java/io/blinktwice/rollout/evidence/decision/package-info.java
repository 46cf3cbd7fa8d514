/**
 * What one workload's runs say about engine versions: a fold per workload, pure, which knows no
 * roll-out and looks at no arm.
 */
@NullMarked
package io.blinktwice.rollout.evidence.decision;

import org.jspecify.annotations.NullMarked;
