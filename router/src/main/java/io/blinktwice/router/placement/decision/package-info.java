/** Where work goes: sizes, clusters as they are believed to be, and the rules that choose. */
@NullMarked
package io.blinktwice.router.placement.decision;

import org.jspecify.annotations.NullMarked;
