package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.PoolSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The file that hands the pool's secret to the gateway; only its owner can read it.
 *
 * <p>A secret that is there and private stays: a gateway that has read it keeps working when the
 * pool is started again.
 */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> AS_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final int BYTES = 32;

  private SecretFile() {}

  public static PoolSecret in(Path file) throws IOException {
    if (Files.isRegularFile(file) && Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
      String kept = Files.readString(file).strip();
      if (PoolSecret.isOne(kept)) {
        return new PoolSecret(kept);
      }
    }
    PoolSecret secret = generate();
    write(secret, file.toAbsolutePath());
    return secret;
  }

  /** One that somebody else wrote, who also answers for who can read it. */
  public static PoolSecret given(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("the pool's secret cannot be read at " + file);
    }
    String given = Files.readString(file).strip();
    if (!PoolSecret.isOne(given)) {
      throw new IOException(
          file
              + " holds no pool's secret: 64 hexadecimal digits, as 'openssl rand -hex 32' writes");
    }
    return new PoolSecret(given);
  }

  private static PoolSecret generate() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new PoolSecret(HexFormat.of().formatHex(random));
  }

  /** Never there half written, nor readable by others for a moment. */
  private static void write(PoolSecret secret, Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("the file for the pool's secret cannot be a root folder: " + file);
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "pool-secret", ".draft", AS_OWNER_ONLY);
    Files.writeString(draft, secret.value());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
