/** Dead letters as operators meet them: found, shown without secrets, sent once more. */
@NullMarked
package io.blinktwice.app.letters;

import org.jspecify.annotations.NullMarked;
