/** Is this machine fit to run an installation? Facts, then a pure judgement of them. */
@NullMarked
package io.blinktwice.app.doctor;

import org.jspecify.annotations.NullMarked;
