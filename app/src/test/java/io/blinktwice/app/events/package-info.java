@NullMarked
package io.blinktwice.app.events;

import org.jspecify.annotations.NullMarked;
