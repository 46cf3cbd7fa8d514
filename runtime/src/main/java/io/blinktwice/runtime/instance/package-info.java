/** This process among those of the installation. */
@NullMarked
package io.blinktwice.runtime.instance;

import org.jspecify.annotations.NullMarked;
