/** What Kafka has to have for us, for those who do not let programs make topics. */
@NullMarked
package io.blinktwice.app.manifest;

import org.jspecify.annotations.NullMarked;
