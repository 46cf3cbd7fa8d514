@NullMarked
package io.blinktwice.app.placements;

import org.jspecify.annotations.NullMarked;
