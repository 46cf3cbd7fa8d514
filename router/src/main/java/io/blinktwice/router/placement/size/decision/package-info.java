/** How large a plan is likely to be: from its history, a model of its features, or a prior. */
@NullMarked
package io.blinktwice.router.placement.size.decision;

import org.jspecify.annotations.NullMarked;
