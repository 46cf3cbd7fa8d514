/** What the gateway does to the world: sessions, clusters, resolve, run events. */
@NullMarked
package io.blinktwice.router.effect;

import org.jspecify.annotations.NullMarked;
