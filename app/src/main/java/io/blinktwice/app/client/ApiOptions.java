package io.blinktwice.app.client;

import java.io.IOException;
import java.net.URI;
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

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--api",
      paramLabel = "URL",
      defaultValue = "${env:BLINKTWICE_API:-http://127.0.0.1:15080}",
      description = "The control plane: ${DEFAULT-VALUE}; also from BLINKTWICE_API.")
  private URI api;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with the API key; without it, the key in BLINKTWICE_API_KEY.")
  private Optional<Path> keyFile;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "The workspace, for a key that is good for all of them.")
  private Optional<String> workspace;

  ApiClient client() throws IOException {
    if (api.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(), "--api looks like http://127.0.0.1:15080, not " + api);
    }
    Map<String, String> credentials = new TreeMap<>();
    Optional<String> key =
        keyFile.isPresent()
            ? Optional.of(Files.readString(keyFile.get()).strip())
            : Optional.ofNullable(System.getenv(KEY_VARIABLE));
    key.ifPresent(secret -> credentials.put("Authorization", "Bearer " + secret));
    workspace.ifPresent(name -> credentials.put("X-Workspace", name));
    return new ApiClient(api, credentials);
  }
}
