package io.blinktwice.pinning.ticket.store;

import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.TicketId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a member: one that names the format, then its fields one after the other. There may be a
 * hundred thousand for one ticket, so nothing is spent on their names.
 */
final class MemberSerde {
  private static final byte FORMAT = 1;

  private MemberSerde() {}

  static Serde<Member> create() {
    return Serdes.serdeFrom((topic, member) -> bytes(member), (topic, bytes) -> member(bytes));
  }

  private static byte @Nullable [] bytes(@Nullable Member member) {
    if (member == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(member.fingerprint());
      out.writeUTF(member.workspace());
      out.writeUTF(member.workload());
      out.writeUTF(member.pinId());
      out.writeBoolean(member.pinned());
      out.writeLong(member.pinnedAt().toEpochMilli());
      out.writeUTF(orEmpty(member.releasedBy()));
      TicketId movedTo = member.movedTo();
      out.writeUTF(movedTo == null ? "" : movedTo.value());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static @Nullable Member member(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new SerializationException(
            "the member was written by another version of this program (format %d)"
                .formatted(format));
      }
      return new Member(
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readBoolean(),
          Instant.ofEpochMilli(in.readLong()),
          orNull(in.readUTF()),
          ticket(in.readUTF()));
    } catch (IOException e) {
      throw new SerializationException("the member cannot be read", e);
    }
  }

  private static @Nullable TicketId ticket(String text) {
    return text.isEmpty() ? null : new TicketId(text);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
