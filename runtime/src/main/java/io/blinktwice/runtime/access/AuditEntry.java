package io.blinktwice.runtime.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change that somebody asked for.
 *
 * @param operation method and route, such as {@code PUT /v1/workloads/{workload}/pin}
 * @param object the path, which names what is changed
 * @param from the address that it came from
 * @param reason why, where the caller said so
 * @param status of the answer; nothing before there is one
 */
public record AuditEntry(
    String id,
    Caller caller,
    String operation,
    String object,
    String from,
    String requestId,
    @Nullable String traceparent,
    @Nullable String reason,
    @Nullable Integer status,
    Instant at) {

  AuditEntry answered(int code, Instant when) {
    return new AuditEntry(
        id, caller, operation, object, from, requestId, traceparent, reason, code, when);
  }
}
