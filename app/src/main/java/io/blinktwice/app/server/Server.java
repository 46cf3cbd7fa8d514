package io.blinktwice.app.server;

import io.blinktwice.runtime.life.Drains;
import io.blinktwice.runtime.life.LongRunning;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running control plane with some roles, until it is closed. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ApplicationContext context;
  private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();

  private Server(ApplicationContext context) {
    this.context = context;
  }

  public static Server start(ServerSettings settings) throws IOException {
    Map<String, Object> file = Configuration.read(settings.file());
    requireKnown(settings, file);
    LogFormat.apply(settings, file);
    ApplicationContext context =
        Configuration.context(settings.file(), settings.properties()).build();
    Server server = new Server(context);
    try {
      context.start();
      context.getBean(LongRunningParts.class).all().forEach(server::endWith);
      EmbeddedServer http = context.getBean(EmbeddedServer.class).start();
      LOG.atInfo()
          .addKeyValue("roles", settings.roles())
          .addKeyValue("port", http.getPort())
          .log("Server is up");
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw ConfigurationProblems.unwrapped(e);
    }
  }

  private static void requireKnown(ServerSettings settings, Map<String, Object> file) {
    Set<String> given = new TreeSet<>(file.keySet());
    given.addAll(settings.options().others().keySet());
    List<String> problems = ConfigurationProblems.unknown(given, ConfigurationKey.all());
    if (!problems.isEmpty()) {
      throw new ConfigurationProblems.Unusable(problems);
    }
  }

  public int httpPort() {
    return context.getBean(EmbeddedServer.class).getPort();
  }

  private void endWith(LongRunning part) {
    part.onDead(
        cause ->
            end.complete(Optional.of("%s is dead: %s".formatted(part.name(), cause.getMessage()))));
  }

  /** Waits until it is closed, or until a part of it is dead: then a sentence says which. */
  public Optional<String> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is always a value", e);
    }
  }

  /** What others rely on goes on for a while; health says meanwhile that nobody new should come. */
  @Override
  public void close() {
    if (context.isRunning()) {
      context
          .getActiveBeanRegistrations(Drains.class)
          .forEach(registration -> registration.getBean().drain());
    }
    context.close();
    LOG.atInfo().log("Server is down");
    end.complete(Optional.empty());
  }
}
