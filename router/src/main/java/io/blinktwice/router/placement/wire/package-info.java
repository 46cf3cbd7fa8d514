/**
 * Reads from plans, as they are on the wire, what tells how large they are and what they are
 * recognised by.
 */
@NullMarked
package io.blinktwice.router.placement.wire;

import org.jspecify.annotations.NullMarked;
