package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.pool.decision.PoolSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a pool keeps. */
class PoolFilesTest {
  @TempDir private Path temp = Path.of("set by JUnit");

  @Test
  void theSecretIsForItsOwnerOnlyAndStays() throws Exception {
    Path file = temp.resolve("run/pool-secret");
    PoolSecret secret = SecretFile.in(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(secret.value(), Files.readString(file));
    assertEquals(secret, SecretFile.in(file));
  }

  @Test
  void aSecretThatOthersCouldReadIsReplaced() throws Exception {
    Path file = temp.resolve("pool-secret");
    PoolSecret secret = SecretFile.in(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertNotEquals(secret, SecretFile.in(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whatIsNoSecretIsReplaced() throws Exception {
    Path file = temp.resolve("pool-secret");
    SecretFile.in(file);
    Files.writeString(file, "not one");
    assertTrue(PoolSecret.isOne(SecretFile.in(file).value()));
  }

  @Test
  void onePoolWorksInAFolder() throws Exception {
    try (PoolLock held = PoolLock.on(temp)) {
      assertTrue(held != null);
      IOException refusal = assertThrows(IOException.class, () -> PoolLock.on(temp));
      assertTrue(String.valueOf(refusal.getMessage()).contains("another pool works in"));
    }
    PoolLock.on(temp).close();
  }

  @Test
  void aLogIsReadFromWhereItsProcessBegan() throws Exception {
    Path file = temp.resolve("spark.log");
    assertEquals("", ServerLog.beginIn(file).tail());
    Files.writeString(file, "java.net.BindException of a former life\n");
    ServerLog log = ServerLog.beginIn(file);
    Files.writeString(file, Files.readString(file) + "of this one\n");
    assertEquals("of this one\n", log.tail());
  }

  @Test
  void aFolderIsEmptied() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("a/b/c"));
    Files.writeString(folder.resolve("d"), "e");
    FolderTree.emptied(temp.resolve("a"));
    assertTrue(Files.isDirectory(temp.resolve("a")));
    assertFalse(Files.exists(temp.resolve("a/b")));
  }

  @Test
  void whatRunsInsideServersIsFoundOnOurClassPath() {
    List<Path> classPath = ServerClassPath.of(temp);
    assertEquals(4, classPath.size());
    assertEquals(temp.resolve("*"), classPath.getFirst());
    assertTrue(classPath.subList(1, 4).stream().allMatch(Files::exists));
  }
}
