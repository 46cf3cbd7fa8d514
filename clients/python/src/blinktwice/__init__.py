"""Makes a plain Python script a workload that Blinktwice governs.

::

    from blinktwice import governed

    @governed("daily-etl", retries=1)
    def job(run):
        spark = SparkSession.builder.remote(run.remote).getOrCreate()
"""

from blinktwice.answers import EnvironmentRefused, Resolved, Verdict
from blinktwice.client import Client
from blinktwice.governed import Run, governed
from blinktwice.identity import (
    InvalidIdentifier,
    Job,
    fingerprint,
    job_fingerprint,
    plan_fingerprint,
    wave,
)
from blinktwice.redaction import redact

__all__ = [
    "Client", "EnvironmentRefused", "InvalidIdentifier", "Job", "Resolved", "Run", "Verdict",
    "fingerprint", "governed", "job_fingerprint", "plan_fingerprint", "redact", "wave",
]
