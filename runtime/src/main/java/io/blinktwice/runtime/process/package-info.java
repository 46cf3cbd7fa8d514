/** Child processes that never outlive their parent. */
@NullMarked
package io.blinktwice.runtime.process;

import org.jspecify.annotations.NullMarked;
