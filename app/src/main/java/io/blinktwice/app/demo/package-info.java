/** The paper's story, played by real clients, real servers and every role, and checked. */
@NullMarked
package io.blinktwice.app.demo;

import org.jspecify.annotations.NullMarked;
