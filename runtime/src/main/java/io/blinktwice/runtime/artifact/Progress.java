package io.blinktwice.runtime.artifact;

/** Hears how far a fetch is. Called often and from the fetching thread: be quick. */
public interface Progress {
  /** Says nothing to anyone. */
  Progress SILENT = step -> {};

  void on(Step step);

  /**
   * How far.
   *
   * @param artifacts what is fetched
   * @param files of it that are there
   * @param expectedFiles how many there will be
   * @param bytes how much of it came over the network or, at the end, is there
   * @param doing the present step, in words
   */
  record Step(String artifacts, int files, int expectedFiles, long bytes, String doing) {
    public long megabytes() {
      return bytes / 1_000_000;
    }
  }
}
