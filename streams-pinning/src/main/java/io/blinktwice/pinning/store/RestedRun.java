package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.store.avro.StoredRun;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A run that is over, as a slot of the store {@code rested-runs-by-fingerprint} holds it. */
public record RestedRun(RunId id, RunState state) {
  private static final byte FORMAT = 1;
  private static final byte[] HEAD = {FORMAT};

  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredRun> BODY = new AvroBody<>(StoredRun.class);

  /** One byte that names the format, then Avro. */
  public static Serde<RestedRun> serde() {
    return Serdes.serdeFrom(
        (topic, run) -> run == null ? null : BODY.behind(HEAD, ToStored.run(run.id, run.state)),
        (topic, bytes) -> bytes == null ? null : from(bytes));
  }

  private static RestedRun from(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException("the run was written by another release of this program");
    }
    StoredRun stored = BODY.from(bytes, HEAD.length);
    return new RestedRun(new RunId(stored.getRunId()), FromStored.run(stored));
  }
}
