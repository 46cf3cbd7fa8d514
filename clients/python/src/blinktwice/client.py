"""Asks which version a run gets, reports what became of it, and waits for the verdict.

A job never waits longer than half a second because of this, and never fails because of it.
"""

from __future__ import annotations

import atexit
import logging
import os
import time
import traceback
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Optional, Union
from urllib.parse import quote, urlencode

from blinktwice.answers import EnvironmentRefused, NotAnAnswer, Resolved, Verdict
from blinktwice.delivery import Delivery
from blinktwice.files import default_state_folder
from blinktwice.http import Http, Unreachable
from blinktwice.identity import Job, job_fingerprint, normalized
from blinktwice.known_answers import KnownAnswers
from blinktwice.outbox import Outbox
from blinktwice.redaction import redact

Workload = Union[str, Job]

_LOG = logging.getLogger("blinktwice")
_RESOLVE_SECONDS = 0.5
_FLUSH_AT_EXIT_SECONDS = 0.5
_LONGEST_WAIT = 60.0
_LONGEST_TEXT = 64 * 1024


class Client:
    """One for a process is enough; it may be used from several threads.

    What is not given is taken from the environment: ``BLINKTWICE_URL``, ``BLINKTWICE_API_KEY``,
    ``BLINKTWICE_FALLBACK_VERSION``, ``BLINKTWICE_STATE`` (a folder; empty for memory only).
    """

    def __init__(
        self,
        url: Optional[str] = None,
        api_key: Optional[str] = None,
        fallback_version: Optional[str] = None,
        state: Optional[Union[str, Path]] = None,
        outbox_events: int = 10_000,
        _patience: float = _RESOLVE_SECONDS,
    ) -> None:
        url = url or os.environ.get("BLINKTWICE_URL") or "http://127.0.0.1:15080"
        self._fallback = fallback_version or os.environ.get("BLINKTWICE_FALLBACK_VERSION")
        self._patience = _patience
        folder = _folder(state)
        self._http = Http(url, api_key or os.environ.get("BLINKTWICE_API_KEY"))
        self._known = KnownAnswers(folder / "answers" if folder else None)
        self._outbox = Outbox(folder / "outbox" if folder else None, outbox_events)
        self._delivery = Delivery(self._outbox, self._http)
        if len(self._outbox) > 0:
            self._delivery.wake()
        atexit.register(self.close)

    def resolve(
        self,
        workload: Workload,
        run: str,
        attempt: int = 1,
        environment: Optional[str] = None,
    ) -> Resolved:
        """Which version this attempt gets; after half a second the fallback applies, and says so.

        Raises ``EnvironmentRefused`` where no version suits the environment.
        """
        asked = {**_named(workload), "run": normalized("run id", run), "attempt": attempt}
        if environment:
            asked["environment"] = environment
        try:
            answer = self._http.post("/v1/resolve", asked, self._patience)
            if answer.status == 200:
                resolved = Resolved.of(answer.json())
                self._known.remember(_key(workload), resolved)
                return resolved
            if environment and EnvironmentRefused.is_meant_by(answer.status, answer.json()):
                raise EnvironmentRefused(answer.sentence())
            problem = answer.sentence()
        except Unreachable as away:
            problem = str(away)
        except NotAnAnswer as nonsense:
            problem = f"what answered is not Blinktwice: {nonsense}"
        _LOG.warning("resolve gave no answer, the fallback applies: %s", problem)
        return self._without_an_answer(workload, attempt, problem)

    def report(
        self,
        kind: str,
        workload: Workload,
        run: str,
        attempt: int,
        resolved: Resolved,
        error: Optional[BaseException] = None,
        **more: Any,
    ) -> bool:
        """Puts ``started``, ``succeeded``, ``failed`` or ``killed`` into the outbox.

        ``more`` are further fields of the API's RunEventBody. False where the event is lost
        because the outbox is full; it is counted in ``lost``.
        """
        event: Dict[str, Any] = {
            **_named(workload),
            "run": normalized("run id", run),
            "attempt": attempt,
            "kind": kind,
            "version": resolved.version,
            "fallback": resolved.fallback,
            "occurredAt": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
            "decisionId": resolved.decision_id,
            "epoch": resolved.epoch,
            **more,
        }
        if error is not None:
            event["error"] = _told(error)
        event = {name: value for name, value in event.items() if value is not None}
        kept = self._outbox.put(event)
        self._delivery.wake()
        return kept

    def verdict(
        self, workload: Workload, run: str, attempt: int = 1, wait: float = 10.0
    ) -> Optional[Verdict]:
        """What to do after a failed attempt, once it is decided; None where nobody says in time."""
        until = time.monotonic() + min(wait, _LONGEST_WAIT)
        if not self._delivery.flush(min(wait, _LONGEST_WAIT)):
            return None
        name = workload if isinstance(workload, str) else job_fingerprint(workload)
        left = max(0.0, until - time.monotonic())
        asked = urlencode({"workload": name, "attempt": attempt, "wait": f"{int(left * 1000)}ms"})
        try:
            answer = self._http.get(f"/v1/runs/{quote(run, safe='')}/verdict?{asked}", left + 1.0)
            if answer.status == 200:
                return Verdict.of(answer.json())
            _LOG.warning("no verdict on run %s: %s", run, answer.sentence())
        except (Unreachable, NotAnAnswer) as away:
            _LOG.warning("no verdict on run %s: %s", run, away)
        return None

    @property
    def pending(self) -> int:
        """How many events wait in the outbox."""
        return len(self._outbox)

    @property
    def lost(self) -> int:
        """How many events were dropped because the outbox was full."""
        return self._outbox.lost

    def flush(self, timeout: float = 10.0) -> bool:
        return self._delivery.flush(timeout)

    def close(self, timeout: float = _FLUSH_AT_EXIT_SECONDS) -> None:
        """Delivers what it can within the time; the rest goes with the next start."""
        atexit.unregister(self.close)
        if len(self._outbox) > 0:
            self._delivery.flush(timeout)
        self._delivery.close()

    def _without_an_answer(self, workload: Workload, attempt: int, problem: str) -> Resolved:
        known = self._known.of(_key(workload)) if attempt == 1 else None
        if known is not None:
            return Resolved(
                known.version, "the workload's last answer", True, known.connect,
                known.decision_id, known.epoch, problem=problem,
            )
        stable = self._known.stable()
        if stable is not None:
            return Resolved(stable, "the stable version as last heard", True, problem=problem)
        if self._fallback is not None:
            return Resolved(self._fallback, "the configured version", True, problem=problem)
        # There is nothing to run on; a made-up version would be worse than a clear word.
        raise LookupError(
            f"nobody says which version {_key(workload)} gets ({problem}), and there is no"
            " fallback: set BLINKTWICE_FALLBACK_VERSION"
        )


def _folder(state: Optional[Union[str, Path]]) -> Optional[Path]:
    if state is None:
        state = os.environ.get("BLINKTWICE_STATE", str(default_state_folder()))
    return Path(state) if str(state) else None


def _named(workload: Workload) -> Dict[str, Any]:
    if isinstance(workload, Job):
        return {"job": workload.as_json()}
    return {"workload": normalized("workload id", workload)}


def _key(workload: Workload) -> str:
    return workload if isinstance(workload, str) else job_fingerprint(workload)


def _told(error: BaseException) -> Dict[str, Any]:
    """What failed, without secrets, in the words that the classifier reads."""
    kind = type(error)
    stack = "".join(traceback.format_exception(kind, error, error.__traceback__))
    told: Dict[str, Any] = {
        "message": _cut(redact(str(error))),
        "stackTrace": _cut(redact(stack)),
        "exceptionClass": f"{kind.__module__}.{kind.__qualname__}",
    }
    # PySpark's exceptions say which condition of the catalogue it was.
    for ask, name in (("getCondition", "condition"), ("getErrorClass", "condition"), ("getSqlState", "sqlState")):
        asked = getattr(error, ask, None)
        if name not in told and callable(asked):
            try:
                value = asked()
            except Exception:  # some of them ask a JVM that is gone
                value = None
            if isinstance(value, str) and value:
                told[name] = value
    return told


def _cut(text: str) -> str:
    encoded = text.encode("utf-8", "replace")
    return text if len(encoded) <= _LONGEST_TEXT else encoded[:_LONGEST_TEXT].decode("utf-8", "ignore")
