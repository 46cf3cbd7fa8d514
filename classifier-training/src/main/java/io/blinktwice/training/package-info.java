/** How the classifier's examples are made and its models learnt. */
@NullMarked
package io.blinktwice.training;

import org.jspecify.annotations.NullMarked;
