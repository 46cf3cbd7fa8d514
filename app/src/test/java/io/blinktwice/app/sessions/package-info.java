@NullMarked
package io.blinktwice.app.sessions;

import org.jspecify.annotations.NullMarked;
