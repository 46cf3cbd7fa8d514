/** Records in, records out: what is heard of pools and workloads becomes decisions and advice. */
@NullMarked
package io.blinktwice.autoscaler.topology;

import org.jspecify.annotations.NullMarked;
