package io.blinktwice.router.proxy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The access log in the log of this process, with what there is to say as keys and values. */
public final class LoggedCalls implements AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedCalls.class);

  @Override
  public void write(Line line) {
    LoggingEventBuilder told = LOG.atInfo().addKeyValue("method", line.method());
    told = with(told, "workspace", line.workspace());
    told = with(told, "session", line.session());
    told = with(told, "operation", line.operation());
    CallAccount.Server there = line.server();
    if (there != null) {
      told =
          told.addKeyValue("cluster", there.cluster())
              .addKeyValue("version", there.version())
              .addKeyValue("pool", there.pool());
    }
    told.addKeyValue("status", line.status())
        .addKeyValue("bytesReceived", line.bytesReceived())
        .addKeyValue("bytesSent", line.bytesSent())
        .addKeyValue("millis", line.millis())
        .log("A call is over");
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder told, String key, @Nullable String value) {
    return value == null || value.isEmpty() ? told : told.addKeyValue(key, value);
  }
}
