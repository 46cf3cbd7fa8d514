/** What it takes to decide about runs: verdicts, versions, and the state of many workloads. */
@NullMarked
package io.blinktwice.bench.pinning;

import org.jspecify.annotations.NullMarked;
