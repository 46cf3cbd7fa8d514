@NullMarked
package io.blinktwice.app.fleet;

import org.jspecify.annotations.NullMarked;
