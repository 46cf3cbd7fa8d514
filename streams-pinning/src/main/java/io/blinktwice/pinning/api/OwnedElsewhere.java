package io.blinktwice.pinning.api;

/** Another instance owns the workload; the message is its address. */
final class OwnedElsewhere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String owner;

  OwnedElsewhere(String owner) {
    super("owned by " + owner);
    this.owner = owner;
  }

  String owner() {
    return owner;
  }
}
