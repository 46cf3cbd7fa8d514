/** What happens, as it is committed, for whoever listens over HTTP. */
@NullMarked
package io.blinktwice.app.events;

import org.jspecify.annotations.NullMarked;
