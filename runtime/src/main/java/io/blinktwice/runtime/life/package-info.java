/** What runs for as long as its process: when it is ready, and when it is dead. */
@NullMarked
package io.blinktwice.runtime.life;

import org.jspecify.annotations.NullMarked;
