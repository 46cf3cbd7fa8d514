/** The pool role: real Spark Connect servers, one for each engine version, kept alive. */
@NullMarked
package io.blinktwice.pool;

import org.jspecify.annotations.NullMarked;
