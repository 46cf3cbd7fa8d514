package io.blinktwice.listener;

/**
 * An event of Spark Connect, read by the names of its fields: its class differs from one Scala to
 * the next.
 */
record ConnectEvent(Kind kind, Object event) {
  private static final String PACKAGE = "org.apache.spark.sql.connect.service.";
  private static final String PREFIX = PACKAGE + "SparkListenerConnect";

  /** What it says; {@link #OTHER} says nothing that is reported. */
  enum Kind {
    SESSION_STARTED("SessionStarted"),
    SESSION_CLOSED("SessionClosed"),
    OPERATION_STARTED("OperationStarted"),
    OPERATION_FINISHED("OperationFinished"),
    OPERATION_FAILED("OperationFailed"),
    OPERATION_CANCELED("OperationCanceled"),
    OPERATION_CLOSED("OperationClosed"),
    OTHER("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }

    static Kind of(String className) {
      if (className.startsWith(PREFIX)) {
        String suffix = className.substring(PREFIX.length());
        for (Kind kind : values()) {
          if (kind.suffix.equals(suffix)) {
            return kind;
          }
        }
      }
      return OTHER;
    }
  }

  static ConnectEvent of(Object event) {
    return new ConnectEvent(Kind.of(event.getClass().getName()), event);
  }

  String text(String field) throws ReflectiveOperationException {
    return String.valueOf(Reflected.get(event, field));
  }

  long time() throws ReflectiveOperationException {
    return Reflected.number(Reflected.get(event, "eventTime"));
  }

  /** Rows that went to the client; 0 where the server did not count them. */
  long producedRows() throws ReflectiveOperationException {
    Object option = Reflected.get(event, "producedRowCount");
    boolean known = Boolean.TRUE.equals(Reflected.get(option, "isDefined"));
    return known ? Reflected.number(Reflected.get(option, "get")) : 0;
  }
}
