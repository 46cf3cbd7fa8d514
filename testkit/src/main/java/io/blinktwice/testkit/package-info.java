/** What the tests of several modules share. */
@NullMarked
package io.blinktwice.testkit;

import org.jspecify.annotations.NullMarked;
