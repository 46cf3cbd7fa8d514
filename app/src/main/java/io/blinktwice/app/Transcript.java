package io.blinktwice.app;

import io.blinktwice.app.demo.Audience;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down what an audience is told, if anybody wants it; each line is on disk at once. */
final class Transcript implements AutoCloseable {
  private final @Nullable PrintWriter file;

  private Transcript(@Nullable PrintWriter file) {
    this.file = file;
  }

  static Transcript in(Optional<Path> path) throws IOException {
    if (path.isEmpty()) {
      return new Transcript(null);
    }
    Path parent = path.get().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return new Transcript(new PrintWriter(Files.newBufferedWriter(path.get()), true));
  }

  /** An audience that is told the same. */
  Audience beside(Audience audience) {
    return new Audience() {
      @Override
      public void chapter(String title) throws InterruptedException {
        audience.chapter(title);
        note("\n== " + title);
      }

      @Override
      public void line(String sentence) {
        audience.line(sentence);
        note(sentence);
      }
    };
  }

  void note(String text) {
    if (file != null) {
      file.println(text);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
