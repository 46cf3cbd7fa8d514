package io.blinktwice.app.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in where: a file for each context, which only its user may read. */
final class KeptSignIns {
  /** A token that ends sooner than this is renewed first: the call takes its time, too. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Path folder;

  KeptSignIns(Map<String, String> environment) {
    folder = Contexts.folder(environment).resolve("signed-in");
  }

  /** A token that the control plane at this address may be shown; renewed where it has to be. */
  Optional<String> good(String context, URI api)
      throws ApiRefused, IOException, InterruptedException {
    Optional<SignedIn> kept = find(context).filter(each -> each.api().equals(api.toString()));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    SignedIn known = kept.get();
    if (Instant.now().plus(MARGIN).isBefore(known.expiresAt())) {
      return Optional.of(known.token());
    }
    return Optional.of(renewed(context, known).token());
  }

  private SignedIn renewed(String context, SignedIn known)
      throws ApiRefused, IOException, InterruptedException {
    String over = "you were signed in at %s until %s".formatted(known.api(), known.expiresAt());
    String refresh =
        known
            .refresh()
            .orElseThrow(() -> new ApiRefused(401, over + "; 'login' signs you in again"));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh);
    form.put("client_id", known.clientId());
    Issuer.Answer answer = Issuer.post(Issuer.discover(known.issuer()).token(), form);
    if (!answer.isGood()) {
      throw new ApiRefused(
          401,
          "%s, and %s says %s; 'login' signs you in again"
              .formatted(over, known.issuer(), answer.sentence()));
    }
    SignedIn next = known.renewed(answer.body(), Instant.now());
    keep(context, next);
    return next;
  }

  Optional<SignedIn> find(String context) throws IOException {
    Path file = file(context);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedIn.of(ApiClient.JSON.readTree(file.toFile())));
    } catch (DateTimeException e) {
      throw new IOException(file + " is damaged; 'login' makes it anew", e);
    }
  }

  /** Nobody else may read it, at no time; and it is there as a whole or as it was. */
  void keep(String context, SignedIn signedIn) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh =
        Files.createTempFile(
            folder,
            "sign-in",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, signedIn.json().toString());
      Files.move(fresh, file(context), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh); // Where it could not be moved: there are tokens in it.
    }
  }

  boolean forget(String context) throws IOException {
    return Files.deleteIfExists(file(context));
  }

  private Path file(String context) {
    return folder.resolve(ApiClient.encoded(context) + ".json");
  }
}
