package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.store.avro.StoredRun;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import java.nio.BufferUnderflowException;
import org.apache.kafka.common.errors.SerializationException;

/** A run that is over. */
record RestedRun(RunId id, RunState state) {
  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredRun> BODY = new AvroBody<>(StoredRun.class);
  private static final byte[] NO_HEAD = {};

  byte[] avro(byte head) {
    return BODY.behind(new byte[] {head}, ToStored.run(id, state));
  }

  static RestedRun fromAvro(byte[] bytes, int begin) {
    StoredRun stored = BODY.from(bytes, begin);
    return new RestedRun(new RunId(stored.getRunId()), FromStored.run(stored));
  }

  byte[] packed() {
    StateWriter out = new StateWriter(NO_HEAD);
    PackedRuns.write(out, id, state);
    return out.bytes();
  }

  static RestedRun unpacked(byte[] packed) {
    try {
      return PackedRuns.run(StateReader.behind(packed, 0));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new SerializationException("the run is damaged", e);
    }
  }
}
