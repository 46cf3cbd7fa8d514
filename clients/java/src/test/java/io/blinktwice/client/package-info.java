@NullMarked
package io.blinktwice.client;

import org.jspecify.annotations.NullMarked;
