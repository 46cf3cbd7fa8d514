/** The control plane as one process: roles as beans, with what they need around them. */
@NullMarked
package io.blinktwice.app.server;

import org.jspecify.annotations.NullMarked;
