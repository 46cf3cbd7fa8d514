/** What the classifier takes, and whether its signatures tell failures apart. */
@NullMarked
package io.blinktwice.bench.classifier;

import org.jspecify.annotations.NullMarked;
