package io.blinktwice.classifier.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A failure to be judged.
 *
 * @param id what the asker calls it; comes back with the answer
 * @param text what was said: a message, a stack trace, a few lines of a log
 * @param exitCode of the process that ended, where it is known
 * @param engineVersion that it happened on, such as 4.2.0
 * @param previousVersion the version that the same work ran on before
 * @param previousSucceeded whether it succeeded there
 */
@Schema(name = "ClassifyBody")
record ClassifyBody(
    @Nullable String id,
    String text,
    @Nullable Integer exitCode,
    @Nullable String engineVersion,
    @Nullable String previousVersion,
    @Nullable Boolean previousSucceeded) {}
