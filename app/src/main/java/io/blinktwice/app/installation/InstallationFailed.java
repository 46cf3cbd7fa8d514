package io.blinktwice.app.installation;

import io.blinktwice.runtime.artifact.ArtifactsUnavailable;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** An installation cannot start or go on; the message is a sentence for people and a way on. */
public final class InstallationFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** Where the cause lies. */
  public enum Fault {
    /** Something that was started did not work. */
    OURS,
    /** The machine lacks something, or something is in the way. */
    SURROUNDINGS
  }

  private final Fault fault;

  InstallationFailed(String message) {
    this(Fault.OURS, message);
  }

  InstallationFailed(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  InstallationFailed(String message, Throwable cause) {
    this(Fault.OURS, message, cause);
  }

  private InstallationFailed(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** Of what kept something from being started: what is not there, or cannot be written. */
  static InstallationFailed of(@Nullable Throwable cause) {
    return switch (cause) {
      case AccessDeniedException denied ->
          new InstallationFailed(
              Fault.SURROUNDINGS,
              "%s cannot be written by this user; change its rights, or take another folder: --dir FOLDER, export BLINKTWICE_CACHE=FOLDER"
                  .formatted(denied.getFile()),
              denied);
      case FileSystemException failed when failed.getReason() != null ->
          new InstallationFailed(
              Fault.SURROUNDINGS,
              "%s cannot be written: %s; cure that, or take another folder: --dir FOLDER, export BLINKTWICE_CACHE=FOLDER"
                  .formatted(failed.getFile(), failed.getReason()),
              failed);
      case ArtifactsUnavailable missing ->
          new InstallationFailed(Fault.SURROUNDINGS, String.valueOf(missing.getMessage()), missing);
      case null, default -> new InstallationFailed(Fault.OURS, sentence(cause), cause);
    };
  }

  private static String sentence(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null ? String.valueOf(cause) : message;
  }

  public Fault fault() {
    return fault;
  }
}
