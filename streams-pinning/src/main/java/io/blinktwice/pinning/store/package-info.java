/** How a workload's state lies in the store: Avro behind one byte that names the format. */
@NullMarked
package io.blinktwice.pinning.store;

import org.jspecify.annotations.NullMarked;
