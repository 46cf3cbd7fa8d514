package io.blinktwice.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedJobsTest {
  @TempDir Path temp;
  private final List<String> built = new ArrayList<>();

  @Test
  void buildsOnceForTheSameSourcesClientAndJdk() throws Exception {
    Path source = Files.writeString(temp.resolve("Job.java"), "one");
    CachedJobs.Folder first = get("client-1", source);
    assertEquals(first, get("client-1", source));
    assertEquals("jar 1", Files.readString(first.jar()));
    assertNotEquals(first, get("client-2", source));
    Files.writeString(source, "another");
    assertNotEquals(first, get("client-1", source));
    assertEquals(3, built.size());
  }

  @Test
  void removesWhatDemosLeftThatAreGone() throws Exception {
    Path source = Files.writeString(temp.resolve("Job.java"), "one");
    Path folder = get("client-1", source).path();
    Files.writeString(folder.resolve("classes.jsa.999999999999"), "half");
    Files.writeString(folder.resolve("classes.jsa." + ProcessHandle.current().pid()), "ours");
    get("client-1", source);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("classes.jsa." + ProcessHandle.current().pid(), "jobs.jar"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private CachedJobs.Folder get(String client, Path source) throws Exception {
    return new CachedJobs(temp.resolve("cache"), temp.resolve(client), temp.resolve("jdk"))
        .get(
            "jobs",
            List.of(source),
            () -> {
              built.add(client);
              return Files.writeString(temp.resolve("built.jar"), "jar " + built.size());
            });
  }
}
