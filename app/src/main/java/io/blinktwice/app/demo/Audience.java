package io.blinktwice.app.demo;

/** Whoever hears the story. */
public interface Audience {
  /** A new part of it begins; may take its time, so that people can follow. */
  void chapter(String title) throws InterruptedException;

  void line(String sentence);
}
