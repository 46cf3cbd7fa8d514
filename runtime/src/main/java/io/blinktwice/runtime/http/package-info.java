/** What every HTTP endpoint shares: errors as RFC 9457 problems. */
@NullMarked
package io.blinktwice.runtime.http;

import org.jspecify.annotations.NullMarked;
