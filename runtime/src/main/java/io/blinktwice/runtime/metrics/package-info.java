/** What a process counts and measures, declared once, and the page on which it is read. */
@NullMarked
package io.blinktwice.runtime.metrics;

import org.jspecify.annotations.NullMarked;
