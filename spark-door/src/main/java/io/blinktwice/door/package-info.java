/** The door of a Spark Connect server: only holders of the pool's secret come in. */
@NullMarked
package io.blinktwice.door;

import org.jspecify.annotations.NullMarked;
