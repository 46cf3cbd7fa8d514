package io.blinktwice.app.demo;

/** Those who are told the story. */
public interface Audience {
  /** A new chapter begins. */
  void chapter(String title);

  void line(String sentence);
}
