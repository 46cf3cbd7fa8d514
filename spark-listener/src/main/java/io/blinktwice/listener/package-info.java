/** Inside a Spark server: what its operations use and how busy it is, told to its supervisor. */
@NullMarked
package io.blinktwice.listener;

import org.jspecify.annotations.NullMarked;
