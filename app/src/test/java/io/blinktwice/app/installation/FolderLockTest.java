package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path temp;

  @Test
  void refusesASecondHolderAndNamesTheFirst() throws Exception {
    InstallationFolder folder = folder();
    try (FolderLock first = FolderLock.acquire(folder)) {
      InstallationFailed refusal =
          assertThrows(InstallationFailed.class, () -> FolderLock.acquire(folder));
      assertTrue(String.valueOf(refusal.getMessage()).contains("process " + OWN_PID));
      assertEquals(InstallationFailed.Fault.SURROUNDINGS, refusal.fault());
      assertTrue(FolderLock.isHeld(folder));
    }
    assertFalse(FolderLock.isHeld(folder));
    assertEquals(OptionalLong.empty(), FolderLock.recordedPid(folder.lockFile()));
    FolderLock.acquire(folder).close();
  }

  @Test
  void takesAFolderWhoseHolderEndedWithoutAWord() throws Exception {
    InstallationFolder folder = folder();
    Files.writeString(folder.lockFile(), "4711");
    assertFalse(FolderLock.isHeld(folder));
    assertEquals(OptionalLong.of(4711), FolderLock.recordedPid(folder.lockFile()));
    try (FolderLock lock = FolderLock.acquire(folder)) {
      assertEquals(OptionalLong.of(OWN_PID), FolderLock.recordedPid(folder.lockFile()));
    }
  }

  private InstallationFolder folder() throws Exception {
    InstallationFolder folder = new InstallationFolder(temp);
    folder.create();
    return folder;
  }
}
