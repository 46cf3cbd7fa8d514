@NullMarked
package io.blinktwice.rollout.store;

import org.jspecify.annotations.NullMarked;
