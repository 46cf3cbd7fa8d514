package io.blinktwice.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that records of our own packages may be made from what is read.
 *
 * <p>Since 1.12.2 Avro makes no object of a class that it was not told to trust: a schema that
 * comes with the data could otherwise name any class of the class path.
 */
public final class TrustedRecords {
  private static final String OURS = "io.blinktwice.";

  private TrustedRecords() {}

  /** Whoever builds a record without having touched a {@link Topic} calls this first. */
  public static void register() {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OURS)));
  }
}
