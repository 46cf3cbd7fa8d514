/** The clusters of all pools: what they do at the moment, and what people want of them. */
@NullMarked
package io.blinktwice.app.clusters;

import org.jspecify.annotations.NullMarked;
