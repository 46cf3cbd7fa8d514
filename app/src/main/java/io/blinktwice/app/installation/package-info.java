/** A whole installation on one machine: its folder, its processes, and how they hold together. */
@NullMarked
package io.blinktwice.app.installation;

import org.jspecify.annotations.NullMarked;
