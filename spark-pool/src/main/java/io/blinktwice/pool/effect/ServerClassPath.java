package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ServerLaunch;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/**
 * The class path of servers: the engine's own jars, and those of ours that run inside them.
 *
 * <p>Ours are found on our own class path, by a class in each; those of door and listener cannot be
 * loaded here, for they link against the engine.
 */
public final class ServerClassPath {
  private static final String LIFELINE = "io.blinktwice.lifeline.Lifeline";

  private ServerClassPath() {}

  public static List<Path> of(Path engineJars) {
    return List.of(
        engineJars.resolve("*").toAbsolutePath(),
        placeOf(LIFELINE),
        placeOf(ServerLaunch.DOOR),
        placeOf(ServerLaunch.LISTENER));
  }

  private static Path placeOf(String className) {
    String resource = className.replace('.', '/') + ".class";
    URL found = ServerClassPath.class.getClassLoader().getResource(resource);
    if (found == null) {
      throw new IllegalStateException(className + " is not on the class path of the pool");
    }
    return placeOf(found, resource);
  }

  /** {@code jar:file:/a/b.jar!/c/D.class} lies in a jar, {@code file:/a/c/D.class} in a folder. */
  private static Path placeOf(URL found, String resource) {
    String address = found.toString();
    String place =
        found.getProtocol().equals("jar")
            ? address.substring("jar:".length(), address.length() - resource.length() - 2)
            : address.substring(0, address.length() - resource.length());
    return Path.of(URI.create(place));
  }
}
