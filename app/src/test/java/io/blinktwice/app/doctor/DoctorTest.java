package io.blinktwice.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.doctor.Machine.Lock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final long GIB = 1L << 30;
  private static final Optional<Path> JDK = Optional.of(Path.of("/jdk"));

  @Test
  void findsNothingWrongWithAGoodMachine() {
    assertEquals(List.of(), problems(machine(8 * GIB, 2, List.of(), new Lock.Free())));
  }

  @Test
  void namesTheVariableForAMissingJdk() {
    Machine machine =
        new Machine(
            JDK, Optional.empty(), 8 * GIB, 8 * GIB, 2, List.of(), "", List.of(), new Lock.Free());
    Finding problem = problems(machine).getFirst();
    assertEquals("JDK 17", problem.subject());
    assertTrue(problem.cure().contains("BLINKTWICE_JDK_17"), problem::cure);
  }

  @Test
  void needsLessMemoryForFewerEngines() {
    assertEquals(1, problems(machine(9 * GIB / 2 - 1, 2, List.of(), new Lock.Free())).size());
    assertEquals(List.of(), problems(machine(9 * GIB / 2, 2, List.of(), new Lock.Free())));
    assertEquals(List.of(), problems(machine(13 * GIB / 4, 1, List.of(), new Lock.Free())));
  }

  @Test
  void minds3GibibytesOfDisk() {
    Machine machine =
        new Machine(JDK, JDK, 8 * GIB, 3 * GIB - 1, 2, List.of(), "", List.of(), new Lock.Free());
    assertEquals("disk", problems(machine).getFirst().subject());
  }

  @Test
  void mindsPortsOnlyWhenSomebodyElseHasThem() {
    List<String> taken = List.of("port 15002 (gateway)");
    assertTrue(
        problems(machine(8 * GIB, 2, taken, new Lock.Free()))
            .getFirst()
            .cure()
            .contains("--port-offset"));
    Lock ours = new Lock.HeldBy(OptionalLong.of(17));
    assertEquals(List.of(), problems(machine(8 * GIB, 2, taken, ours)));
    assertEquals(List.of(), problems(machine(0, 2, taken, ours)));
  }

  @Test
  void takesAStaleLockAsHarmlessAndSaysSo() {
    Finding folder =
        Doctor.judge(machine(8 * GIB, 2, List.of(), new Lock.Stale(17))).stream()
            .filter(finding -> finding.subject().equals("folder"))
            .findFirst()
            .orElseThrow();
    assertFalse(folder.isProblem());
    assertTrue(folder.sentence().contains("process 17 ended"), folder::sentence);
  }

  @Test
  void saysWhetherANetworkIsNeeded() {
    assertTrue(
        artifacts(machine(8 * GIB, 2, List.of(), new Lock.Free()))
            .contains("no network is needed"));
    Machine fresh =
        new Machine(
            JDK, JDK, 8 * GIB, 8 * GIB, 2, List.of(), "", List.of("spark-4.2.0"), new Lock.Free());
    assertTrue(artifacts(fresh).contains("spark-4.2.0; a network is needed"));
  }

  private static String artifacts(Machine machine) {
    return Doctor.judge(machine).getLast().sentence();
  }

  private static List<Finding> problems(Machine machine) {
    return Examination.problems(Doctor.judge(machine));
  }

  private static Machine machine(long memory, int engines, List<String> taken, Lock lock) {
    return new Machine(
        JDK, JDK, memory, 8 * GIB, engines, taken, "--port-offset 1000", List.of(), lock);
  }
}
