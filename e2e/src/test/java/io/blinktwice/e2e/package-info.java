/** What a user sees, on real processes. */
@NullMarked
package io.blinktwice.e2e;

import org.jspecify.annotations.NullMarked;
