/** What is reported, what is disturbed when, and whether the outcome is right: pure. */
@NullMarked
package io.blinktwice.soak.decision;

import org.jspecify.annotations.NullMarked;
