package io.blinktwice.app.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that speaks to a control plane. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ApiOptions {
  private static final String KEY_VARIABLE = "BLINKTWICE_API_KEY";
  private static final String API_VARIABLE = "BLINKTWICE_API";
  private static final String DEFAULT = "http://127.0.0.1:15080";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description =
          "The control plane; else BLINKTWICE_API, the context's, or http://127.0.0.1:15080.")
  private Optional<URI> api;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "One of those in ~/.config/blinktwice/contexts.yml; else the one that is current there.")
  private Optional<String> context;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "File with the API key; without it the key in BLINKTWICE_API_KEY, the context's, or what"
              + " 'login' got.")
  private Optional<Path> keyFile;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "The workspace, for a key that is good for all of them.")
  private Optional<String> workspace;

  ApiClient client() throws ApiRefused, IOException, InterruptedException {
    Contexts.Context chosen = context();
    URI address = address(chosen);
    Map<String, String> credentials = new TreeMap<>();
    Optional<String> secret = key(chosen);
    if (secret.isEmpty()) {
      secret = new KeptSignIns(System.getenv()).good(chosen.name(), address);
    }
    secret.ifPresent(text -> credentials.put("Authorization", "Bearer " + text));
    workspace.or(chosen::workspace).ifPresent(name -> credentials.put("X-Workspace", name));
    return new ApiClient(address, credentials);
  }

  Contexts.Context context() throws IOException {
    try {
      return Contexts.ofUser(System.getenv()).find(context);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  URI address(Contexts.Context chosen) {
    String text =
        api.map(URI::toString)
            .or(() -> Optional.ofNullable(System.getenv(API_VARIABLE)))
            .or(chosen::api)
            .orElse(DEFAULT);
    try {
      URI address = new URI(text);
      if (address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other that is none.
    }
    throw new ParameterException(
        spec.commandLine(), "--api looks like http://127.0.0.1:15080, not " + text);
  }

  /** What was said for this call beats what a context says. */
  private Optional<String> key(Contexts.Context chosen) throws IOException {
    Optional<String> told = Optional.ofNullable(System.getenv(KEY_VARIABLE));
    Optional<Path> file = keyFile.isPresent() || told.isPresent() ? keyFile : chosen.keyFile();
    return file.isPresent() ? Optional.of(Files.readString(file.get()).strip()) : told;
  }
}
