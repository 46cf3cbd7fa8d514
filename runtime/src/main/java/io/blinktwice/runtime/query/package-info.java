/** Any instance of a role answers for any key: from its owner, else from a standby. */
@NullMarked
package io.blinktwice.runtime.query;

import org.jspecify.annotations.NullMarked;
