/** What people ask and order over HTTP. */
@NullMarked
package io.blinktwice.rollout.api;

import org.jspecify.annotations.NullMarked;
