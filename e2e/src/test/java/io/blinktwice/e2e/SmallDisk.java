package io.blinktwice.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java home whose programs see a small disk of their own in place of one folder, without any
 * right of an administrator: the disk lives in a mount namespace that ends with the program.
 *
 * @param home to be used as a Java home
 * @param folder where the disk is
 */
record SmallDisk(Path home, Path folder) {
  private static final String FILLER = "filler";

  /** Whether this machine lets a user have namespaces of his own. */
  static boolean isPossible() throws Exception {
    return run("unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt") == 0;
  }

  /** That takes nothing, as one that the kernel has found broken. */
  static SmallDisk readOnly(Path under, Path folder) throws IOException {
    return make(under, folder, "mount -o remount,ro " + folder);
  }

  /** With as many of its megabytes left as said. */
  static SmallDisk make(Path under, Path folder, int megabytes, int left) throws IOException {
    return make(
        under,
        folder,
        "mount -o remount,size=%dm %s && dd if=/dev/zero of=%s/%s bs=1M count=%d 2>/dev/null"
            .formatted(megabytes, folder, folder, FILLER, megabytes - left));
  }

  private static SmallDisk make(Path under, Path folder, String preparation) throws IOException {
    Files.createDirectories(folder);
    Path java = Files.createDirectories(under.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        exec unshare -Urm sh -c '
          mount -t tmpfs none %s
          %s
          exec "$@"' sh %s "$@"
        """
            .formatted(
                folder, preparation, Path.of(System.getProperty("java.home"), "bin", "java")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return new SmallDisk(under, folder);
  }

  /** Until nothing more goes in. */
  void fill(long pid) throws Exception {
    in(pid, "dd if=/dev/zero of=%s/%s-2 bs=64k 2>/dev/null || true".formatted(folder, FILLER));
  }

  void free(long pid) throws Exception {
    in(pid, "rm %s/%s*".formatted(folder, FILLER));
  }

  private static void in(long pid, String command) throws Exception {
    List<String> whole =
        List.of(
            "nsenter", "--preserve-credentials", "-U", "-m", "-t", pid + "", "sh", "-c", command);
    if (run(whole.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("could not run " + whole);
    }
  }

  private static int run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1; // There is no such program.
    }
  }
}
