/** What the gateway decides, as pure functions over records. */
@NullMarked
package io.blinktwice.router.decision;

import org.jspecify.annotations.NullMarked;
