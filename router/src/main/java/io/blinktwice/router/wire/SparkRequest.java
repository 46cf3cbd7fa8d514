package io.blinktwice.router.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.blinktwice.router.decision.PlanMeaning;
import java.io.IOException;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.CloneSessionRequest;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ReattachExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.UserContext;

/**
 * What the gateway reads of the first message of a call.
 *
 * <p>Every request of every Spark since 3.4 has its session in field 1 and its user in field 2, so
 * methods that are not known here are read as well. Nothing is changed: the bytes go on as they
 * came.
 *
 * @param resumed whether the client has heard from this session's server before
 */
public record SparkRequest(String session, String user, boolean resumed, Purpose purpose) {
  public static final String SERVICE = "spark.connect.SparkConnectService";

  /** Plans nest; Spark's own server allows as much. */
  private static final int DEEPEST_PLAN = 1024;

  private static final PlanMeaning UNREADABLE = PlanMeaning.unknown("a plan of a newer Spark");

  private static final int SESSION_ID = 1;
  private static final int USER_CONTEXT = 2;

  /** What the call is for. */
  public sealed interface Purpose {
    /**
     * Runs a plan.
     *
     * @param operation empty when the server is to choose the id
     */
    record Execute(String operation, boolean reattachable, PlanMeaning meaning)
        implements Purpose {}

    record Reattach(String operation) implements Purpose {}

    record Analyze(PlanMeaning meaning) implements Purpose {}

    /** Changes what the session has: configuration, artifacts. */
    record Prepare() implements Purpose {}

    record CloneSession(String newSession) implements Purpose {}

    /**
     * Lets the server forget results.
     *
     * @param all whether the operation itself is given up, not only what was received of it
     */
    record ReleaseExecute(String operation, boolean all) implements Purpose {}

    record ReleaseSession() implements Purpose {}

    /** Tidies up or asks after something that failed. */
    record Aftercare() implements Purpose {}

    /** Anything else: forwarded, and only its loss is noted. */
    record Other() implements Purpose {}
  }

  /** The request is no message of Spark Connect. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String sentence) {
      super(sentence);
    }
  }

  /** Whether it only tidies up, or asks after what is over. */
  public boolean isAftercare() {
    return switch (purpose) {
      case Purpose.ReleaseExecute _, Purpose.ReleaseSession _, Purpose.Aftercare _ -> true;
      case Purpose.Execute _,
          Purpose.Reattach _,
          Purpose.Analyze _,
          Purpose.Prepare _,
          Purpose.CloneSession _,
          Purpose.Other _ ->
          false;
    };
  }

  public static SparkRequest read(String method, byte[] message) throws Unreadable {
    try {
      return head(message, purpose(method, message), observedSessionField(method));
    } catch (IOException e) {
      throw new Unreadable("the request of " + method + " is no Spark Connect message");
    }
  }

  private static Purpose purpose(String method, byte[] message) throws IOException {
    CodedInputStream input = input(message);
    return switch (method) {
      case "ExecutePlan" -> execute(message);
      case "AnalyzePlan" -> analyze(message);
      case "ReattachExecute" ->
          new Purpose.Reattach(ReattachExecuteRequest.parseFrom(input).getOperationId());
      case "ReleaseExecute" -> {
        ReleaseExecuteRequest release = ReleaseExecuteRequest.parseFrom(input);
        yield new Purpose.ReleaseExecute(release.getOperationId(), release.hasReleaseAll());
      }
      case "Config" ->
          switch (ConfigRequest.parseFrom(input).getOperation().getOpTypeCase()) {
            case SET, UNSET -> new Purpose.Prepare();
            case GET, GET_WITH_DEFAULT, GET_OPTION, GET_ALL, IS_MODIFIABLE, OPTYPE_NOT_SET ->
                new Purpose.Other();
          };
      case "CloneSession" ->
          new Purpose.CloneSession(CloneSessionRequest.parseFrom(input).getNewSessionId());
      case "AddArtifacts" -> new Purpose.Prepare();
      case "ReleaseSession" -> new Purpose.ReleaseSession();
      case "Interrupt", "FetchErrorDetails", "GetStatus" -> new Purpose.Aftercare();
      default -> new Purpose.Other();
    };
  }

  /** A plan that this build cannot read may do anything; the server may well understand it. */
  private static Purpose execute(byte[] message) {
    try {
      ExecutePlanRequest request = ExecutePlanRequest.parseFrom(input(message));
      boolean reattachable =
          request.getRequestOptionsList().stream()
              .anyMatch(o -> o.hasReattachOptions() && o.getReattachOptions().getReattachable());
      return new Purpose.Execute(
          request.getOperationId(), reattachable, PlanKinds.within(request.getPlan()));
    } catch (IOException e) {
      return new Purpose.Execute("", false, UNREADABLE);
    }
  }

  private static Purpose analyze(byte[] message) {
    try {
      return new Purpose.Analyze(PlanKinds.within(AnalyzePlanRequest.parseFrom(input(message))));
    } catch (IOException e) {
      return new Purpose.Analyze(UNREADABLE);
    }
  }

  private static SparkRequest head(byte[] message, Purpose purpose, int observedSessionField)
      throws IOException, Unreadable {
    CodedInputStream input = input(message);
    String session = "";
    String user = "";
    boolean resumed = false;
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean text = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (text && field == SESSION_ID) {
        session = input.readStringRequireUtf8();
      } else if (text && field == USER_CONTEXT) {
        user = UserContext.parseFrom(input.readByteArray()).getUserId();
      } else if (text && field == observedSessionField) {
        resumed = !input.readBytes().isEmpty();
      } else if (!input.skipField(tag)) {
        throw new InvalidProtocolBufferException("an end without a beginning");
      }
    }
    if (session.isEmpty()) {
      throw new Unreadable("the request names no session (session_id, field 1)");
    }
    return new SparkRequest(session, user, resumed, purpose);
  }

  /** Where a client says which server-side session it has seen; 0 where no method of ours does. */
  private static int observedSessionField(String method) {
    return switch (method) {
      case "ExecutePlan" -> ExecutePlanRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER;
      case "AnalyzePlan" -> AnalyzePlanRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER;
      case "Config" -> ConfigRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER;
      case "ReattachExecute" ->
          ReattachExecuteRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER;
      default -> 0;
    };
  }

  /** Large fields are not copied: they alias the message. */
  static CodedInputStream input(byte[] message) {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
    input.enableAliasing(true);
    input.setRecursionLimit(DEEPEST_PLAN);
    return input;
  }
}
