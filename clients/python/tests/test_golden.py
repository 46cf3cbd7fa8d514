"""Ids and redaction are the ones that every program computes."""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from typing import List

from blinktwice import InvalidIdentifier, Job, fingerprint, job_fingerprint, plan_fingerprint
from blinktwice import redact, wave

_GOLDEN = Path(__file__).parents[3] / "contract/src/main/resources/io/blinktwice/contract/golden"


def vectors(name: str) -> List[dict]:
    return json.loads((_GOLDEN / name).read_text(encoding="utf-8"))


class GoldenTest(unittest.TestCase):
    def test_fingerprints(self) -> None:
        for vector in vectors("fingerprints.json"):
            computed = fingerprint(vector["workload"], vector["workspace"])
            self.assertEqual(vector["fingerprint"], computed)

    def test_fingerprints_of_jobs_and_plans(self) -> None:
        for vector in vectors("job-fingerprints.json"):
            if "planShape" in vector:
                computed = plan_fingerprint(vector["planShape"], vector["workspace"])
            else:
                names = vector["entryPoint"], vector["task"], vector["parameterNames"]
                computed = job_fingerprint(Job(vector["job"], *names), vector["workspace"])
            self.assertEqual(vector["fingerprint"], computed)

    def test_waves(self) -> None:
        for vector in vectors("wave-hashes.json"):
            computed = wave(vector["fingerprint"], vector["release"])
            self.assertEqual(float(vector["wave"]), computed)

    def test_secrets_are_taken_out(self) -> None:
        for vector in vectors("redactions.json"):
            self.assertEqual(vector["redacted"], redact(vector["text"]))

    def test_ids_that_everybody_refuses_are_refused(self) -> None:
        for text in ("", "  ", "a\nb", "a\x00", "x" * 513, "\ud800"):
            with self.assertRaises(InvalidIdentifier):
                fingerprint(text)


if __name__ == "__main__":
    unittest.main()
