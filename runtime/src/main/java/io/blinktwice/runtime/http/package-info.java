/**
 * What every HTTP endpoint shares: errors as RFC 9457 problems, who orders something and why, and
 * the filter that keeps strangers' web pages from ordering anything.
 */
@NullMarked
package io.blinktwice.runtime.http;

import org.jspecify.annotations.NullMarked;
