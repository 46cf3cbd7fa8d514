"""The exchanges that every client has in common, played to this one."""

from __future__ import annotations

import json
import logging
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, Optional

from blinktwice import Client, EnvironmentRefused, Job, Resolved
from recorded_server import RecordedServer

_EXCHANGES = Path(__file__).parents[2] / "conformance" / "exchanges.json"


class Played:
    def __init__(self, scenario: dict, state: str) -> None:
        self._options = scenario["client"]
        self._state = state
        self.server = RecordedServer()
        self._client = self._started()
        self._resolved: Dict[str, Resolved] = {}

    def _started(self) -> Client:
        return Client(
            self.server.url,
            fallback_version=self._options.get("fallbackVersion"),
            state=self._state,
            outbox_events=self._options.get("outboxEvents", 10_000),
            # Only who is to be too late is: a busy machine must not decide what comes out.
            _patience=self._options.get("resolveMillis", 30_000) / 1000,
        )

    def step(self, step: dict) -> Any:
        if "server" in step:
            if step["server"] == "away":
                self.server.away()
            else:
                self.server.expect(step["server"])
            return None
        return getattr(self, "_" + step["call"])(step.get("with", {}))

    def close(self) -> None:
        self._client.close(0)
        self.server.close()

    def _resolve(self, asked: dict) -> Dict[str, Any]:
        resolved = self._client.resolve(
            _workload(asked), asked["run"], asked["attempt"], asked.get("environment")
        )
        self._resolved[asked["run"]] = resolved
        return {**vars(resolved), "fingerprint": resolved.fingerprint}

    def _report(self, told: dict) -> None:
        error = RuntimeError(told["error"]) if "error" in told else None
        self._client.report(
            told["kind"], _workload(told), told["run"], told["attempt"],
            self._resolved[told["run"]], error,
        )

    def _flush(self, _: dict) -> Dict[str, int]:
        self._client.flush(20)
        return self._count({})

    def _count(self, _: dict) -> Dict[str, int]:
        return {"pending": self._client.pending, "lost": self._client.lost}

    def _verdict(self, asked: dict) -> Optional[Dict[str, Any]]:
        verdict = self._client.verdict(
            _workload(asked), asked["run"], asked["attempt"], asked.get("waitMillis", 5_000) / 1000
        )
        return verdict and {
            "action": verdict.action,
            "retry": verdict.retry,
            "retryVersion": verdict.retry_version,
            "decisionId": verdict.decision_id,
        }

    def _restart(self, _: dict) -> None:
        self._client.close(0)
        self._client = self._started()


def _workload(asked: dict) -> Any:
    if "workload" in asked:
        return asked["workload"]
    job = asked["job"]
    return Job(job["name"], job["entryPoint"], job["task"], job["parameters"])


class ConformanceTest(unittest.TestCase):
    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)

    def tearDown(self) -> None:
        logging.disable(logging.NOTSET)

    def test_every_exchange(self) -> None:
        scenarios = json.loads(_EXCHANGES.read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(scenarios), 14)
        for scenario in scenarios:
            with self.subTest(scenario["name"]), tempfile.TemporaryDirectory() as state:
                self.play(scenario, state)

    def play(self, scenario: dict, state: str) -> None:
        played = Played(scenario, state)
        try:
            for step in scenario["steps"]:
                if "fails" in step:
                    with self.assertRaisesRegex(LookupError, step["fails"]):
                        played.step(step)
                    continue
                if "refused" in step:
                    with self.assertRaisesRegex(EnvironmentRefused, step["refused"]):
                        played.step(step)
                    continue
                given = played.step(step)
                if "gives" in step and step["gives"] is None:
                    self.assertIsNone(given)
                for name, expected in (step.get("gives") or {}).items():
                    self.assertEqual(expected, given[name], f"{name} after {step}")
            self.assertEqual([], played.server.faults)
            self.assertEqual([], played.server.unasked())
        finally:
            played.close()


if __name__ == "__main__":
    unittest.main()
