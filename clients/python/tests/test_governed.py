"""A plain function as a run of a governed workload."""

from __future__ import annotations

import logging
import os
import tempfile
import unittest
from pathlib import Path
from typing import List
from unittest.mock import patch

from blinktwice import Client, Run, governed
from blinktwice.outbox import Outbox
from recorded_server import RecordedServer

_RESOLVED = {
    "decisionId": "d", "version": "4.2.0", "stable": "3.5.7", "rule": "wave", "reason": "",
    "larger": False, "connect": "sc://127.0.0.1:15002", "epoch": 1, "validForSeconds": 60,
}


def resolve(version: str) -> dict:
    answer = {**_RESOLVED, "version": version}
    return {"method": "POST", "path": "/v1/resolve", "status": 200, "answer": answer}


def events(*expected: dict) -> dict:
    return {"method": "POST", "path": "/v1/run-events", "status": 202, "events": list(expected)}


def verdict(action: str, attempt: int = 1) -> dict:
    answer = {"decisionId": "v", "action": action, "retryVersion": "3.5.7", "retryAfterMillis": 1}
    return {
        "method": "GET", "path": "/v1/runs/r/verdict", "status": 200, "answer": answer,
        "query": {"attempt": str(attempt), "workload": "daily-etl"},
    }


class GovernedTest(unittest.TestCase):
    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        self.state = tempfile.TemporaryDirectory()
        self.server = RecordedServer()
        self.client = Client(
            self.server.url, fallback_version="3.5.7", state=self.state.name, _patience=30.0
        )

    def tearDown(self) -> None:
        self.client.close(0)
        self.server.close()
        self.state.cleanup()
        logging.disable(logging.NOTSET)

    def played(self, *exchanges: dict) -> None:
        """Delivery has a pace of its own, so exchanges are told at the points that fix their order."""
        self.server.expect(list(exchanges))

    def settled(self) -> None:
        self.assertTrue(self.client.flush(20))
        self.assertEqual([], self.server.faults)
        self.assertEqual([], self.server.unasked())

    def test_fails_once_unseen(self) -> None:
        versions: List[str] = []

        @governed("daily-etl", client=self.client, retries=1)
        def job(run: Run, table: str) -> str:
            versions.append(run.version)
            self.client.flush(20)
            if run.attempt == 1:
                self.played(
                    events({"kind": "failed", "attempt": 1, "error": {
                        "exceptionClass": "builtins.ValueError", "message": "abc is no number"}}),
                    verdict("RETRY_LAST_GOOD"), resolve("3.5.7"),
                    events({"kind": "started", "attempt": 2, "cause": "v", "version": "3.5.7"}),
                )
                raise ValueError("abc is no number")
            self.played(events({"kind": "succeeded", "attempt": 2}))
            return table + " done"

        self.played(resolve("4.2.0"), events({"kind": "started", "attempt": 1, "version": "4.2.0"}))
        with patch.dict(os.environ, BLINKTWICE_RUN_ID="r"):
            self.assertEqual("sales done", job("sales"))
        self.assertEqual(["4.2.0", "3.5.7"], versions)
        self.settled()

    def test_the_jobs_own_failure_goes_on_where_the_verdict_says_finish(self) -> None:
        calls: List[int] = []

        @governed("daily-etl", client=self.client, retries=1)
        def job(run: Run) -> None:
            calls.append(run.attempt)
            self.client.flush(20)
            self.played(events({"kind": "failed"}), verdict("FINISH"))
            raise ValueError("it is the job's own fault")

        self.played(resolve("4.2.0"), events({"kind": "started"}))
        with patch.dict(os.environ, BLINKTWICE_RUN_ID="r"), self.assertRaisesRegex(ValueError, "own fault"):
            job()
        self.assertEqual([1], calls)
        self.settled()

    def test_an_interrupt_is_told_as_killed_and_an_exit_without_code_as_success(self) -> None:
        for error, kind in ((KeyboardInterrupt(), "killed"), (SystemExit(0), "succeeded"),
                            (SystemExit(3), "failed")):
            with self.subTest(kind):
                self.played(resolve("4.2.0"), events({"kind": "started"}, {"kind": kind}))
                with self.assertRaises(type(error)):
                    with Run(self.client, "daily-etl", "r"):
                        raise error
                self.settled()

    def test_a_job_runs_where_nobody_answers(self) -> None:
        self.server.away()
        with Run(self.client, "daily-etl", "r") as run:
            self.assertEqual("3.5.7", run.version)
            self.assertTrue(run.resolved.fallback)
        self.assertEqual(2, self.client.pending)

    def test_what_is_torn_in_the_outbox_holds_nothing_up(self) -> None:
        outbox = Outbox(self.folder())
        outbox.put({"kind": "started"})
        outbox.put({"kind": "succeeded"})
        torn = sorted(self.folder().glob("[0-9]*.json"))[0]
        torn.write_text('{"kind": "star', encoding="utf-8")
        self.played(events({"kind": "succeeded"}))
        self.settled()
        self.assertEqual([torn.name], [file.name for file in (self.folder() / "refused").iterdir()])

    def folder(self) -> Path:
        return Path(self.state.name) / "outbox"


if __name__ == "__main__":
    unittest.main()
