/** Records in, decisions out: Avro ends here and the decision begins. */
@NullMarked
package io.blinktwice.pinning.topology;

import org.jspecify.annotations.NullMarked;
