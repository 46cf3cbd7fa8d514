package io.blinktwice.pinning.store;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.sizing.decision.SizeAdvice;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.blinktwice.pinning.sizing.decision.SizedAttempt;
import io.blinktwice.pinning.store.avro.StoredSizeAdvice;
import io.blinktwice.pinning.store.avro.StoredSizeWish;
import io.blinktwice.pinning.store.avro.StoredSizedAttempt;
import io.blinktwice.pinning.store.avro.StoredSizes;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the store {@code sizes-by-fingerprint}: one that names the format, then Avro. Advice and
 * 16 attempts at most: below 3 kB.
 */
public final class SizesSerde {
  private static final byte FORMAT = 1;
  private static final byte[] HEAD = {FORMAT};

  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredSizes> BODY = new AvroBody<>(StoredSizes.class);

  private SizesSerde() {}

  public static Serde<SizeRecord> create() {
    return Serdes.serdeFrom(
        (topic, known) -> known == null ? null : BODY.behind(HEAD, stored(known)),
        (topic, bytes) -> bytes == null ? null : record(bytes));
  }

  private static StoredSizes stored(SizeRecord known) {
    SizeAdvice advice = known.advice();
    return StoredSizes.newBuilder()
        .setAdvice(advice == null ? null : stored(advice))
        .setAttempts(known.attempts().stream().map(SizesSerde::stored).toList())
        .build();
  }

  private static StoredSizeAdvice stored(SizeAdvice advice) {
    return StoredSizeAdvice.newBuilder()
        .setId(advice.id())
        .setSize(advice.wish().size())
        .setBytes(advice.wish().bytes())
        .setAlone(advice.wish().alone())
        .setSentence(advice.sentence())
        .build();
  }

  private static StoredSizedAttempt stored(SizedAttempt attempt) {
    SizeWish next = attempt.next();
    return StoredSizedAttempt.newBuilder()
        .setRunId(attempt.attempt().run().value())
        .setAttempt(attempt.attempt().number())
        .setSize(attempt.size())
        .setNeighbours(attempt.neighbours())
        .setNext(
            next == null
                ? null
                : StoredSizeWish.newBuilder()
                    .setSize(next.size() == null ? "" : next.size())
                    .setBytes(next.bytes())
                    .setAlone(next.alone())
                    .build())
        .build();
  }

  private static SizeRecord record(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException("the sizes were written by another release of this program");
    }
    StoredSizes stored = BODY.from(bytes, HEAD.length);
    StoredSizeAdvice advice = stored.getAdvice();
    return new SizeRecord(
        advice == null
            ? null
            : new SizeAdvice(
                advice.getId(),
                new SizeWish(advice.getSize(), advice.getBytes(), advice.getAlone()),
                advice.getSentence()),
        stored.getAttempts().stream().map(SizesSerde::attempt).toList());
  }

  private static SizedAttempt attempt(StoredSizedAttempt stored) {
    return new SizedAttempt(
        new Attempt(new RunId(stored.getRunId()), stored.getAttempt()),
        stored.getSize(),
        stored.getNeighbours(),
        wish(stored.getNext()));
  }

  private static @Nullable SizeWish wish(@Nullable StoredSizeWish stored) {
    return stored == null
        ? null
        : new SizeWish(
            stored.getSize().isEmpty() ? null : stored.getSize(),
            stored.getBytes(),
            stored.getAlone());
  }
}
