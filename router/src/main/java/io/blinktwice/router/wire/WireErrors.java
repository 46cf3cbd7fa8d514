package io.blinktwice.router.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.router.decision.CallFailure;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads a failure from status and trailers.
 *
 * <p>Spark 4 names condition and SQLSTATE in the trailer; Spark 3.5 only the classes, and the
 * condition stands in brackets at the start of its text.
 */
public final class WireErrors {
  /** What of a message is kept; stack traces beyond it repeat themselves. */
  public static final int MAX_MESSAGE = 16 * 1024;

  /** What of a message is read at all. */
  private static final int MAX_READ = 64 * 1024;

  private static final int MAX_CLASSES = 50;

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));
  private static final Pattern CONDITION =
      Pattern.compile("\\s*\\[([A-Z][A-Z0-9_]{0,127}(?:\\.[A-Z0-9_]{1,127}){0,3})]");
  private static final Pattern SQLSTATE = Pattern.compile("\\bSQLSTATE: ([0-9A-Z]{5})\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireErrors() {}

  public static CallFailure read(Status status, Metadata trailers) {
    com.google.rpc.Status details = details(trailers);
    ErrorInfo info = errorInfo(details);
    String message = status.getDescription();
    if (message == null || message.isEmpty()) {
      message = details.getMessage();
    }
    String reason = info.getReason();
    return failure(
        status,
        reason.isEmpty() ? null : reason,
        classes(info),
        new Said(named(info, "errorClass"), named(info, "sqlState"), message));
  }

  /** Condition and state where the server names them, and its text. */
  private record Said(Optional<String> condition, Optional<String> sqlState, String message) {}

  private static CallFailure failure(
      Status status, @Nullable String exceptionClass, List<String> classes, Said said) {
    String redacted = SecretRedaction.redact(cut(said.message(), MAX_READ));
    String kept = cut(redacted, MAX_MESSAGE);
    return new CallFailure(
        status.getCode().name(),
        exceptionClass,
        classes,
        said.condition().or(() -> first(CONDITION.matcher(kept), true)).orElse(null),
        said.sqlState().or(() -> first(SQLSTATE.matcher(kept), false)).orElse(null),
        kept,
        said.message().length() > MAX_READ || redacted.length() > MAX_MESSAGE);
  }

  /** By which the server gives its details out, once; 3.5 gives none. */
  public static Optional<String> errorId(Metadata trailers) {
    return named(errorInfo(details(trailers)), "errorId");
  }

  /**
   * The failure as its server has it: what stands in the trailer is cut.
   *
   * @param answer to {@code FetchErrorDetails}; one that knows nothing changes nothing
   */
  public static CallFailure detailed(Status status, Metadata trailers, byte[] answer) {
    CallFailure seen = read(status, trailers);
    FetchErrorDetailsResponse response;
    try {
      response = FetchErrorDetailsResponse.parseFrom(answer);
    } catch (InvalidProtocolBufferException e) {
      return seen;
    }
    int root = response.getRootErrorIdx();
    if (!response.hasRootErrorIdx() || root < 0 || root >= response.getErrorsCount()) {
      return seen;
    }
    FetchErrorDetailsResponse.Error error = response.getErrors(root);
    List<String> classes = error.getErrorTypeHierarchyList().stream().limit(MAX_CLASSES).toList();
    FetchErrorDetailsResponse.SparkThrowable named = error.getSparkThrowable();
    return failure(
        status,
        classes.isEmpty() ? seen.exceptionClass() : classes.getFirst(),
        classes.isEmpty() ? seen.exceptionChain() : classes,
        new Said(
            text(named.getErrorClass()).or(() -> Optional.ofNullable(seen.condition())),
            text(named.getSqlState()).or(() -> Optional.ofNullable(seen.sqlState())),
            text(error.getMessage()).orElse(seen.message())));
  }

  private static Optional<String> text(String value) {
    return Optional.of(value).filter(said -> !said.isEmpty());
  }

  private static com.google.rpc.Status details(Metadata trailers) {
    try {
      com.google.rpc.@Nullable Status details = trailers.get(DETAILS);
      return details == null ? com.google.rpc.Status.getDefaultInstance() : details;
    } catch (IllegalArgumentException e) {
      // Not ours to judge: the client gets the same bytes.
      return com.google.rpc.Status.getDefaultInstance();
    }
  }

  private static ErrorInfo errorInfo(com.google.rpc.Status details) {
    for (Any detail : details.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
          return ErrorInfo.getDefaultInstance();
        }
      }
    }
    return ErrorInfo.getDefaultInstance();
  }

  private static List<String> classes(ErrorInfo info) {
    String json = info.getMetadataOrDefault("classes", "");
    if (!json.isEmpty()) {
      try {
        return List.of(JSON.readValue(json, String[].class)).stream().limit(MAX_CLASSES).toList();
      } catch (JsonProcessingException | NullPointerException e) {
        // Spark cuts long lists; the first class is in the reason as well.
      }
    }
    return info.getReason().isEmpty() ? List.of() : List.of(info.getReason());
  }

  private static Optional<String> named(ErrorInfo info, String key) {
    return text(info.getMetadataOrDefault(key, ""));
  }

  private static Optional<String> first(Matcher matcher, boolean atStart) {
    boolean found = atStart ? matcher.lookingAt() : matcher.find();
    return found ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The first characters of a text, never half of one. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }
}
