package io.blinktwice.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.doctor.Machine.Lock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps a machine from running us: one sentence for each, and a way on. */
class BadSurroundingsTest {
  private static final long GIB = 1L << 30;
  private static final Optional<Path> JDK = Optional.of(Path.of("/jdk"));

  /**
   * A machine that lacks one thing.
   *
   * @param sentence what is the case
   * @param cure what has to be in the way on
   */
  record Case(Machine machine, String subject, String sentence, String cure) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            machine(Optional.empty(), JDK, 8, 8, List.of()),
            "JDK 25",
            "none was found, and the program needs one",
            "export BLINKTWICE_JDK_25="),
        new Case(
            machine(JDK, Optional.empty(), 8, 8, List.of()),
            "JDK 17",
            "none was found, and the Spark servers need one",
            "export BLINKTWICE_JDK_17="),
        new Case(
            machine(JDK, JDK, 4, 8, List.of()),
            "memory",
            "4.0 GiB free, 2 engines need 4.5 GiB",
            "up --engines 3.5.7"),
        new Case(
            machine(JDK, JDK, 8, 2, List.of()),
            "disk",
            "2.0 GiB free, 3.0 GiB needed",
            "export BLINKTWICE_CACHE="),
        new Case(
            machine(JDK, JDK, 8, 8, List.of("port 15002 (gateway)")),
            "ports",
            "port 15002 (gateway): in use by another program",
            "--port-offset 1000"));
  }

  private static Machine machine(
      Optional<Path> jdk25, Optional<Path> jdk17, long memory, long disk, List<String> taken) {
    return new Machine(
        jdk25,
        jdk17,
        memory * GIB,
        disk * GIB,
        2,
        taken,
        "--port-offset 1000",
        List.of("spark-3.5.7"),
        new Lock.Free());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isSaidInOneSentenceWithAWayOn(Case one) {
    List<Finding> problems = Examination.problems(Doctor.judge(one.machine()));
    assertEquals(1, problems.size(), problems::toString);
    Finding problem = problems.getFirst();
    assertEquals(one.subject(), problem.subject());
    assertEquals(one.sentence(), problem.sentence());
    assertTrue(problem.cure().contains(one.cure()), problem::cure);
    assertFalse((problem.sentence() + problem.cure()).contains("\n"));
  }
}
