package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCachesTest {
  @TempDir private Path temp;

  @Test
  void aCacheIsUsedOnlyWhereItIs() throws IOException {
    ClassCaches used = new ClassCaches.Used(temp);
    assertEquals(List.of(), used.flags(Programs.CONTROL_PLANE));
    Path cache = Files.createFile(temp.resolve("control-plane.aot"));
    assertEquals(List.of("-XX:AOTCache=" + cache), used.flags(Programs.CONTROL_PLANE));
    assertEquals(List.of("-XX:AOTCache=" + cache), used.flags(Programs.POOL));
    assertEquals(List.of("-XX:AOTCache=" + cache), used.flags(Programs.CONTROL_PLANE + "-2"));
    assertEquals(List.of(), used.flags(Programs.BROKER));
  }

  @Test
  void onlyWhatIsStaleIsRecorded() throws IOException {
    Path cache = Files.createFile(temp.resolve("broker.aot"));
    ClassCaches recorded = new ClassCaches.Recorded(temp, Set.of(Programs.REGISTRY));
    assertEquals(List.of("-XX:AOTCache=" + cache), recorded.flags(Programs.BROKER));
    assertEquals(
        List.of(
            "-XX:AOTMode=record",
            "-XX:AOTConfiguration=" + temp.resolve("registry.recorded"),
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining"),
        recorded.flags(Programs.REGISTRY));
  }

  @Test
  void theEnvironmentKeepsThemOutOfUse() {
    ProgramHome home = new ProgramHome(temp);
    assertEquals(new ClassCaches.Unused(), ClassCaches.of(home, Map.of(ClassCaches.SWITCH, "off")));
    assertEquals(new ClassCaches.Used(home.classCaches()), ClassCaches.of(home, Map.of()));
  }

  @Test
  void aChangedJarIsAnotherKey() throws IOException {
    Path jar = Files.writeString(Files.createDirectory(temp.resolve("lib")).resolve("a.jar"), "a");
    ClassCacheKey before = ClassCacheKey.of(command());
    assertEquals(before, ClassCacheKey.of(command()));
    Files.writeString(jar, "longer");
    ClassCacheKey after = ClassCacheKey.of(command());
    assertNotEquals(before, after);
    Files.writeString(temp.resolve("lib/b.jar"), "b");
    assertNotEquals(after, ClassCacheKey.of(command()));
  }

  private JavaCommand command() {
    return new JavaCommand(
        "x",
        Path.of(System.getProperty("java.home")),
        List.of(),
        List.of(temp.resolve("lib/*")),
        "Main",
        List.of(),
        Map.of(),
        temp,
        temp.resolve("x.log"));
  }
}
