package io.blinktwice.app.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Which layout an installation's folder has, so that one of a newer Blinktwice is refused before
 * anything in it is touched. What is older is taken over.
 */
final class FolderFormat {
  private static final int OURS = 1;

  private FolderFormat() {}

  /** Of a folder that is ours alone now; those from before there were formats have the first. */
  static void claim(InstallationFolder folder) throws IOException, InstallationFailed {
    Path file = folder.formatFile();
    if (!Files.exists(file)) {
      // Whole or not at all: half a format would refuse every later start.
      Path aside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(aside, OURS + "\n");
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    String said = Files.readString(file).strip();
    if (!said.matches("[1-9][0-9]{0,8}")) {
      throw refused(
          "%s says '%s', which is no format of a folder; write %d into it if the folder is one of"
              + " './blinktwice up', or take another with --dir",
          file, said.length() > 20 ? said.substring(0, 20) + "…" : said, OURS);
    }
    if (Integer.parseInt(said) > OURS) {
      throw refused(
          "%s was made by a newer Blinktwice (folder format %s, this one knows %d); start that one,"
              + " or take another folder with --dir",
          folder.root(), said, OURS);
    }
  }

  private static InstallationFailed refused(String form, Object... what) {
    return new InstallationFailed(
        InstallationFailed.Fault.SURROUNDINGS, String.format(Locale.ROOT, form, what));
  }
}
