package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.InstallationFailed.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK says of a file is a path and no sentence. */
class InstallationFailedTest {
  /** A cause, whose fault it is, and what has to be said. */
  record Case(Exception cause, Fault fault, List<String> words) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            new AccessDeniedException("/opt/b/data"),
            Fault.SURROUNDINGS,
            List.of("/opt/b/data cannot be written by this user", "--dir")),
        new Case(
            new FileSystemException("/opt/b/data", null, "No space left on device"),
            Fault.SURROUNDINGS,
            List.of("/opt/b/data cannot be written: No space left on device", "--dir")),
        new Case(
            new IOException("'tar' could not unpack it"),
            Fault.OURS,
            List.of("'tar' could not unpack it")),
        new Case(new IOException(), Fault.OURS, List.of("java.io.IOException")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsTheMatter(Case one) {
    InstallationFailed failed = InstallationFailed.of(one.cause());
    assertEquals(one.fault(), failed.fault());
    for (String word : one.words()) {
      assertTrue(String.valueOf(failed.getMessage()).contains(word), failed.getMessage());
    }
  }
}
