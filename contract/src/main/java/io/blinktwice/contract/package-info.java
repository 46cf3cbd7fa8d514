/** What must be the same in every program that speaks of workloads: ids, fingerprint, wave hash. */
@NullMarked
package io.blinktwice.contract;

import org.jspecify.annotations.NullMarked;
