@NullMarked
package io.blinktwice.app.client;

import org.jspecify.annotations.NullMarked;
