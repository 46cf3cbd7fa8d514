/** What an installation needs, computed; no clock, no machine is looked at. */
@NullMarked
package io.blinktwice.app.sizing.decision;

import org.jspecify.annotations.NullMarked;
