package io.blinktwice.router.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.blinktwice.router.decision.CallFailure;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.junit.jupiter.api.Test;

/** The shapes are those of real servers of 3.5.7 and 4.2.0. */
class WireErrorsTest {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  @Test
  void spark4NamesConditionAndState() {
    CallFailure failure =
        WireErrors.read(
            Status.INTERNAL.withDescription(
                "[CAST_INVALID_INPUT] The value 'abc' of the type \"STRING\" cannot be cast to"
                    + " \"INT\" because it is malformed. SQLSTATE: 22018\n"
                    + "== SQL (line 1, position 8) ==\nSELECT CAST('abc' AS INT)\n"),
            trailers(
                "org.apache.spark.SparkNumberFormatException",
                Map.of(
                    "classes",
                    "[\"org.apache.spark.SparkNumberFormatException\",\"java.lang.Object\"]",
                    "errorClass",
                    "CAST_INVALID_INPUT",
                    "sqlState",
                    "22018")));
    assertEquals("INTERNAL", failure.grpcStatus());
    assertEquals("org.apache.spark.SparkNumberFormatException", failure.exceptionClass());
    assertEquals(
        List.of("org.apache.spark.SparkNumberFormatException", "java.lang.Object"),
        failure.exceptionChain());
    assertEquals("CAST_INVALID_INPUT", failure.condition());
    assertEquals("22018", failure.sqlState());
    assertTrue(failure.message().contains("'abc'"));
    assertFalse(failure.messageTruncated());
  }

  @Test
  void spark35HasTheConditionInItsText() {
    CallFailure failure =
        WireErrors.read(
            Status.INTERNAL.withDescription(
                "\n[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'.(line 1, pos 0)\n"),
            trailers(
                "org.apache.spark.sql.catalyst.parser.ParseException",
                Map.of("classes", "[\"org.apache.spark.sql.catalyst.parser.ParseExc")));
    assertEquals("PARSE_SYNTAX_ERROR", failure.condition());
    assertNull(failure.sqlState());
    assertEquals(
        List.of("org.apache.spark.sql.catalyst.parser.ParseException"), failure.exceptionChain());
  }

  @Test
  void aSubconditionAndAStateAreReadFromTheTextToo() {
    CallFailure failure =
        WireErrors.read(
            Status.INTERNAL.withDescription(
                "[UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_"
                    + "REFERENCES] Unsupported subquery. SQLSTATE: 0A000"),
            new Metadata());
    assertEquals(
        "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES",
        failure.condition());
    assertEquals("0A000", failure.sqlState());
  }

  @Test
  void whatAServerKnowsIsMoreThanWhatItsTrailerHolds() {
    Status cut = Status.INTERNAL.withDescription("[A] too lo...");
    Metadata trailers =
        trailers("a.B", Map.of("classes", "[\"a.B\",\"a.", "errorId", "e1", "sqlState", "0A000"));
    assertEquals("e1", WireErrors.errorId(trailers).orElseThrow());
    CallFailure whole =
        WireErrors.detailed(
            cut,
            trailers,
            FetchErrorDetailsResponse.newBuilder()
                .setRootErrorIdx(1)
                .addErrors(FetchErrorDetailsResponse.Error.newBuilder().setMessage("its cause"))
                .addErrors(
                    FetchErrorDetailsResponse.Error.newBuilder()
                        .addErrorTypeHierarchy("a.B")
                        .addErrorTypeHierarchy("a.C")
                        .setMessage("[A] too long for a trailer")
                        .setSparkThrowable(
                            FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                                .setErrorClass("A")))
                .build()
                .toByteArray());
    assertEquals(List.of("a.B", "a.C"), whole.exceptionChain());
    assertEquals("[A] too long for a trailer", whole.message());
    assertEquals("A", whole.condition());
    assertEquals("0A000", whole.sqlState());
  }

  @Test
  void anAnswerThatKnowsNothingChangesNothing() {
    Status status = Status.INTERNAL.withDescription("[A] x");
    CallFailure seen = WireErrors.read(status, new Metadata());
    for (byte[] answer :
        List.of(
            new byte[0],
            new byte[] {(byte) 0xff, 1},
            FetchErrorDetailsResponse.newBuilder().setRootErrorIdx(3).build().toByteArray())) {
      assertEquals(seen, WireErrors.detailed(status, new Metadata(), answer));
    }
    assertTrue(WireErrors.errorId(new Metadata()).isEmpty());
  }

  @Test
  void aDeadServerSaysNothing() {
    CallFailure failure =
        WireErrors.read(
            Status.UNAVAILABLE.withDescription("Network closed for unknown reason"),
            new Metadata());
    assertEquals("UNAVAILABLE", failure.grpcStatus());
    assertNull(failure.exceptionClass());
    assertNull(failure.condition());
    assertEquals("Network closed for unknown reason", failure.message());

    // A stack overflow in the server of 3.5.7: UNKNOWN, no text, no details.
    assertEquals("", WireErrors.read(Status.UNKNOWN, new Metadata()).message());
  }

  @Test
  void detailsThatAreNoDetailsAreLeftAlone() {
    Metadata broken = new Metadata();
    broken.put(DETAILS, new byte[] {(byte) 0xff, 1, 2});
    assertNull(WireErrors.read(Status.INTERNAL.withDescription("x"), broken).exceptionClass());
  }

  @Test
  void aLongTextIsCutAndItsSecretsAreGone() {
    String text =
        "jdbc:postgresql://app:hunter2@db/x failed " + "\tat a.B.c(D.scala:1)\n".repeat(9_000);
    CallFailure failure = WireErrors.read(Status.INTERNAL.withDescription(text), new Metadata());
    assertEquals(WireErrors.MAX_MESSAGE, failure.message().length());
    assertTrue(failure.messageTruncated());
    assertTrue(failure.message().startsWith("jdbc:postgresql://app:***@db/x failed"));
  }

  private static Metadata trailers(String reason, Map<String, String> metadata) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setReason(reason)
            .setDomain("org.apache.spark")
            .putAllMetadata(metadata)
            .build();
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of(
            "grpc-status-details-bin",
            ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance())),
        com.google.rpc.Status.newBuilder().setCode(13).addDetails(Any.pack(info)).build());
    return trailers;
  }
}
