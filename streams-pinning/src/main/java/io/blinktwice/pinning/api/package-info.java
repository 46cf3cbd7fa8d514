/** The HTTP surface of pinning: which version, which verdict, which pins. */
@NullMarked
package io.blinktwice.pinning.api;

import org.jspecify.annotations.NullMarked;
