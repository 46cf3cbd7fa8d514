@NullMarked
package io.blinktwice.rollout.api;

import org.jspecify.annotations.NullMarked;
