package io.blinktwice.router.effect;

/**
 * No version suits the environment that a client says it has. Unlike a control plane that is away,
 * this is an answer, and running the job all the same would be what it was declared against.
 */
final class EnvironmentRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnvironmentRefused(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
