/** What is deployed, held to the program and to published schemas. */
@NullMarked
package io.blinktwice.deploy;

import org.jspecify.annotations.NullMarked;
