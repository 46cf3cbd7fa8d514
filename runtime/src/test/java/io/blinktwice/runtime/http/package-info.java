@NullMarked
package io.blinktwice.runtime.http;

import org.jspecify.annotations.NullMarked;
