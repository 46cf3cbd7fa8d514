/** Artifacts of pinned POMs, fetched through Maven into one content-addressed cache. */
@NullMarked
package io.blinktwice.runtime.artifact;

import org.jspecify.annotations.NullMarked;
