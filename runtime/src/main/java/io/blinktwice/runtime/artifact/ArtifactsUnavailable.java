package io.blinktwice.runtime.artifact;

import java.io.IOException;

/** Pinned artifacts could not be had; the message is one sentence for people and a way on. */
public final class ArtifactsUnavailable extends IOException {
  private static final long serialVersionUID = 1L;

  ArtifactsUnavailable(String message) {
    super(message);
  }
}
