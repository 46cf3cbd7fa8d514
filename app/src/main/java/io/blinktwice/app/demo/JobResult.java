package io.blinktwice.app.demo;

import java.util.List;

/** How a job's process ended, and what it printed. */
record JobResult(int exitCode, List<String> output) {
  JobResult {
    output = List.copyOf(output);
  }

  boolean succeeded() {
    return exitCode == 0;
  }

  List<String> rows() {
    return output.stream()
        .filter(line -> line.startsWith("RESULT "))
        .map(line -> line.substring("RESULT ".length()))
        .toList();
  }

  boolean says(String word) {
    return output.stream().anyMatch(line -> line.contains(word));
  }

  /** The lines that a person would look at first. */
  String tail() {
    List<String> last = output.subList(Math.max(0, output.size() - 12), output.size());
    return "exit code " + exitCode + "\n      " + String.join("\n      ", last);
  }
}
