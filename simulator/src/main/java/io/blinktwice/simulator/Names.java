package io.blinktwice.simulator;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WaveHash;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;

/** What workloads are called, and where their draws fall. */
enum Names {
  /** A number, and a draw from the seed: fast. */
  PLAIN {
    @Override
    String of(String workspace, String workload) {
      return workload;
    }

    @Override
    double draw(String unit, double random) {
      return random;
    }
  },
  /** As in a real fleet: fingerprints, and their hashes. */
  REAL {
    @Override
    String of(String workspace, String workload) {
      return Fingerprint.ofExplicitId(new WorkspaceId(workspace), new WorkloadId(workload)).value();
    }

    @Override
    double draw(String unit, double random) {
      return WaveHash.of(new Fingerprint(unit), new EngineVersion(Ours.RELEASE));
    }
  };

  abstract String of(String workspace, String workload);

  abstract double draw(String unit, double random);
}
