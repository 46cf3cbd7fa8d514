/** A simulated fleet that runs against a real installation: {@code ./blinktwice fleet}. */
@NullMarked
package io.blinktwice.app.simulated;

import org.jspecify.annotations.NullMarked;
