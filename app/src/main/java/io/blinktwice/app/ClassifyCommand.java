package io.blinktwice.app;

import io.blinktwice.classifier.offline.OfflineClassifier;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code classify}: the classifier on JSON lines, without a broker. */
@Command(
    name = "classify",
    description = {
      "Says whose failure each error text is: JSON lines on standard input, one answer for each on"
          + " standard output, in the same order. No broker is needed.",
      "",
      "In:  {\"id\", \"text\"} and, where known, \"exitCode\", \"engineVersion\", \"previousVersion\","
          + " \"previousSucceeded\".",
      "Out: {\"id\", \"category\": USER | INFRASTRUCTURE | SYSTEM, \"probability\", \"oom\","
          + " \"team\", \"teams\" (three, best first), \"signature\", \"abstained\", \"reasons\"};"
          + " abstained means that nothing was sure enough, and the category is only a guess.",
      "A line that cannot be answered gets {\"id\", \"line\", \"error\"} in its place."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0 whatever the lines hold, 1 if the input could not be read, 2 wrong usage."
    })
final class ClassifyCommand implements Callable<Integer> {
  private static final int BUFFER = 1 << 16;

  @Override
  public Integer call() throws IOException {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
            false,
            StandardCharsets.UTF_8);
    OfflineClassifier.run(System.in, out);
    return ExitCode.OK;
  }
}
