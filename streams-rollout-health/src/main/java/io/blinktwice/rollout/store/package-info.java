/** How the fleet is kept between restarts. */
@NullMarked
package io.blinktwice.rollout.store;

import org.jspecify.annotations.NullMarked;
