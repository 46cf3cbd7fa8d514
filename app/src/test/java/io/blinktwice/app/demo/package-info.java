@NullMarked
package io.blinktwice.app.demo;

import org.jspecify.annotations.NullMarked;
