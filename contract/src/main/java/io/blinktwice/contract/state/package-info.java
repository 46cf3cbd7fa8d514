/** State of decisions as bytes, with a format number: what their stores and changelogs hold. */
@NullMarked
package io.blinktwice.contract.state;

import org.jspecify.annotations.NullMarked;
