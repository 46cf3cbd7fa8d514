/** Who changed what, for those who may know. */
@NullMarked
package io.blinktwice.app.audit;

import org.jspecify.annotations.NullMarked;
