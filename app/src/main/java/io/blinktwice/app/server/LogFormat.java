package io.blinktwice.app.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Whether the log is read by people or by machines. The environment reaches the logger by itself;
 * what a file or the command line says comes when the first lines may be written already.
 */
final class LogFormat {
  private static final String KEY = "blinktwice.log.format";
  private static final String VARIABLE = "BLINKTWICE_LOG_FORMAT";
  private static final Set<String> KNOWN = Set.of("text", "json");

  private LogFormat() {}

  static void apply(ServerSettings settings, Map<String, Object> file) {
    Optional<Object> chosen =
        Optional.<Object>ofNullable(settings.options().others().get(KEY))
            .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
            .or(() -> Optional.ofNullable(file.get(KEY)));
    chosen.map(String::valueOf).ifPresent(LogFormat::write);
  }

  private static void write(String format) {
    if (!KNOWN.contains(format)) {
      throw new IllegalArgumentException(KEY + " is text or json, not '" + format + "'");
    }
    URL configuration = LogFormat.class.getResource("/logback.xml");
    if (configuration != null
        && !format.equals(System.getProperty(KEY, "text"))
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      System.setProperty(KEY, format);
      context.reset();
      JoranConfigurator again = new JoranConfigurator();
      again.setContext(context);
      try {
        again.doConfigure(configuration);
      } catch (JoranException e) {
        throw new IllegalStateException("the log's own configuration is broken", e);
      }
    }
  }
}
