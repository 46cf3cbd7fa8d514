/** What the pool decides: how a server is launched, what its end means, whether it is restarted. */
@NullMarked
package io.blinktwice.pool.decision;

import org.jspecify.annotations.NullMarked;
