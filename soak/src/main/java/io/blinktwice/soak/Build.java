package io.blinktwice.soak;

import java.nio.file.Path;

/**
 * A build of the program, and the format in which it writes its state.
 *
 * @param home the folder that its {@code ./blinktwice} is in
 */
public record Build(Path home, int storeFormat) {}
