package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderFormatTest {
  @TempDir Path temp;

  @Test
  void oneFromBeforeThereWereFormatsIsTakenOver() throws Exception {
    InstallationFolder folder = folder();
    Files.writeString(folder.data().resolve("kept"), "a topic");
    FolderFormat.claim(folder);
    assertEquals("1", Files.readString(folder.formatFile()).strip());
    FolderFormat.claim(folder);
    assertEquals("a topic", Files.readString(folder.data().resolve("kept")));
  }

  @ParameterizedTest
  @CsvSource({
    "2, made by a newer Blinktwice (folder format 2",
    "999999999, made by a newer Blinktwice (folder format 999999999",
    "'', 'no format of a folder; write 1 into it'",
    "0, 'no format of a folder; write 1 into it'",
    "one, 'says ''one'', which is no format'",
  })
  void anyOtherIsRefusedWithAWayOnAndLeftAlone(String said, String words) throws Exception {
    InstallationFolder folder = folder();
    Files.writeString(folder.formatFile(), said);
    InstallationFailed refusal =
        assertThrows(InstallationFailed.class, () -> FolderFormat.claim(folder));
    String sentence = String.valueOf(refusal.getMessage());
    assertTrue(sentence.contains(words), sentence);
    assertTrue(sentence.contains("--dir"), sentence);
    assertEquals(InstallationFailed.Fault.SURROUNDINGS, refusal.fault());
    assertEquals(said, Files.readString(folder.formatFile()));
  }

  private InstallationFolder folder() throws Exception {
    InstallationFolder folder = new InstallationFolder(temp);
    folder.create();
    return folder;
  }
}
