package io.blinktwice.router.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.AddArtifactsResponse;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.ArtifactStatusesRequest;
import org.apache.spark.connect.proto.ArtifactStatusesResponse;
import org.apache.spark.connect.proto.CloneSessionRequest;
import org.apache.spark.connect.proto.CloneSessionResponse;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ConfigResponse;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.FetchErrorDetailsRequest;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.apache.spark.connect.proto.InterruptRequest;
import org.apache.spark.connect.proto.InterruptResponse;
import org.apache.spark.connect.proto.ReattachExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteResponse;
import org.apache.spark.connect.proto.ReleaseSessionResponse;

/**
 * The id by which a server knows a session. A client that has seen one gives up when it sees
 * another, so it is told the same for as long as its session lives, wherever that is.
 *
 * <p>Only the one field is looked for and exchanged; what a message carries is not read.
 */
public final class SessionIds {
  private static final int REATTACH_LAST_RESPONSE =
      ReattachExecuteRequest.LAST_RESPONSE_ID_FIELD_NUMBER;

  private static final Map<String, Integer> OBSERVED =
      Map.of(
          "ExecutePlan", ExecutePlanRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "AnalyzePlan", AnalyzePlanRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "Config", ConfigRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "AddArtifacts", AddArtifactsRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "ArtifactStatus",
              ArtifactStatusesRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "Interrupt", InterruptRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "ReattachExecute",
              ReattachExecuteRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "ReleaseExecute",
              ReleaseExecuteRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "FetchErrorDetails",
              FetchErrorDetailsRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          "CloneSession", CloneSessionRequest.CLIENT_OBSERVED_SERVER_SIDE_SESSION_ID_FIELD_NUMBER);

  private static final Map<String, Integer> TOLD =
      Map.ofEntries(
          Map.entry("ExecutePlan", ExecutePlanResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("ReattachExecute", ExecutePlanResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("AnalyzePlan", AnalyzePlanResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("Config", ConfigResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("AddArtifacts", AddArtifactsResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("ArtifactStatus", ArtifactStatusesResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("Interrupt", InterruptResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("ReleaseExecute", ReleaseExecuteResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("ReleaseSession", ReleaseSessionResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry(
              "FetchErrorDetails", FetchErrorDetailsResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER),
          Map.entry("CloneSession", CloneSessionResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER));

  private SessionIds() {}

  /** The id that this answer tells its client; empty where it tells none. */
  public static Optional<String> toldBy(String method, byte[] answer) {
    int field = TOLD.getOrDefault(method, 0);
    return field == 0 ? Optional.empty() : text(answer, field);
  }

  private static Optional<String> text(byte[] message, int field) {
    try {
      CodedInputStream input = CodedInputStream.newInstance(message);
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (isText(tag, field)) {
          return Optional.of(input.readString()).filter(id -> !id.isEmpty());
        }
        input.skipField(tag);
      }
    } catch (IOException e) {
      // What cannot be read tells nothing; the client will judge it.
    }
    return Optional.empty();
  }

  /** The answer, telling this id instead of its own. */
  public static byte[] telling(String id, String method, byte[] answer) {
    int field = TOLD.getOrDefault(method, 0);
    return field == 0 ? answer : exchanged(answer, field, id);
  }

  /** The request without what its client saw of a server that no longer has the session. */
  public static byte[] unobserved(String method, byte[] request) {
    int field = OBSERVED.getOrDefault(method, 0);
    return field == 0 ? request : exchanged(request, field, "");
  }

  /** How the client of an execution calls itself. */
  public static String clientTypeIn(byte[] executePlan) {
    return text(executePlan, ExecutePlanRequest.CLIENT_TYPE_FIELD_NUMBER).orElse("");
  }

  /** The position from which a request to attach again wants to go on. */
  public static String lastResponseIn(byte[] reattach) {
    return text(reattach, REATTACH_LAST_RESPONSE).orElse("");
  }

  /** A request to attach again from the start: its position is one in another server's answer. */
  public static byte[] fromTheStart(byte[] reattach) {
    return exchanged(reattach, REATTACH_LAST_RESPONSE, "");
  }

  /** Empty text takes the field out. */
  private static byte[] exchanged(byte[] message, int field, String text) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length + text.length() + 4);
      CodedInputStream input = CodedInputStream.newInstance(message);
      int copied = 0;
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        int begins = input.getTotalBytesRead() - CodedOutputStream.computeUInt32SizeNoTag(tag);
        input.skipField(tag);
        if (isText(tag, field)) {
          bytes.write(message, copied, begins - copied);
          copied = input.getTotalBytesRead();
        }
      }
      bytes.write(message, copied, message.length - copied);
      if (!text.isEmpty()) {
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.writeString(field, text);
        output.flush();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      // What cannot be read is not changed; the receiver will judge it.
      return message;
    }
  }

  private static boolean isText(int tag, int field) {
    return WireFormat.getTagFieldNumber(tag) == field
        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
