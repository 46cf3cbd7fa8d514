/** For schedulers and jobs: which version does this run get, what became of it, what next. */
@NullMarked
package io.blinktwice.client;

import org.jspecify.annotations.NullMarked;
