/** What the pool does: processes, queries, files and the topic of clusters' lives. */
@NullMarked
package io.blinktwice.pool.effect;

import org.jspecify.annotations.NullMarked;
