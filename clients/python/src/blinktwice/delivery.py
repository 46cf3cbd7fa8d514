"""Delivers what is in the outbox, in order, on a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, List, Optional, Tuple

from blinktwice.http import Http, HttpAnswer, Unreachable
from blinktwice.outbox import Outbox

_LOG = logging.getLogger("blinktwice")
_BATCH = 200
_REQUEST_SECONDS = 10.0
_SHORTEST_WAIT = 0.5
_LONGEST_WAIT = 30.0

Batch = List[Tuple[str, dict]]


class Delivery:
    """It tries again until the events are taken or refused for good; it never raises."""

    def __init__(self, outbox: Outbox, http: Http) -> None:
        self._outbox = outbox
        self._http = http
        self._changed = threading.Condition()
        self._closed = False
        self._told: Optional[str] = None
        self._thread: Optional[threading.Thread] = None

    def wake(self) -> None:
        with self._changed:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="blinktwice-delivery", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Whether everything is delivered within the time."""
        self.wake()
        until = time.monotonic() + timeout
        with self._changed:
            while len(self._outbox) > 0:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, 0.05))
        return True

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        wait = _SHORTEST_WAIT
        while True:
            with self._changed:
                while not self._closed and len(self._outbox) == 0:
                    self._changed.wait(5.0)
                if self._closed:
                    return
            try:
                moved = self._deliver_once()
            except Exception as broken:  # a thread that ends would deliver nothing any more
                self._say(f"{type(broken).__name__}: {broken}")
                moved = False
            with self._changed:
                self._changed.notify_all()
                if moved:
                    wait = _SHORTEST_WAIT
                elif not self._closed:
                    self._changed.wait(wait)
                    wait = min(_LONGEST_WAIT, wait * 2)

    def _deliver_once(self) -> bool:
        with self._outbox.delivering() as mine:
            if not mine:
                return False
            batch = self._outbox.oldest(_BATCH)
            return not batch or self._post(batch)

    def _post(self, batch: Batch) -> bool:
        try:
            answer = self._http.post(
                "/v1/run-events", [event for _, event in batch], _REQUEST_SECONDS
            )
        except Unreachable as away:
            self._say(str(away))
            return False
        if answer.status in (200, 202, 207):
            return self._settle(batch, answer)
        if answer.status in (400, 413, 422):
            return self._post_by_halves(batch, answer)
        # Credentials can be mended, servers come back: these events are still good.
        self._say(answer.sentence())
        return False

    def _settle(self, batch: Batch, answer: HttpAnswer) -> bool:
        results = _results(answer.json(), len(batch))
        if answer.status == 207 and results is None:
            self._say("an answer that does not say which events were refused")
            return False
        for index, (name, event) in enumerate(batch):
            result = results[index] if results else {}
            if answer.status == 207 and result.get("status") == "refused":
                self._refuse(name, event, "; ".join(map(str, result.get("errors") or [])))
            else:
                self._outbox.remove(name)
        self._told = None
        return True

    def _post_by_halves(self, batch: Batch, answer: HttpAnswer) -> bool:
        """One event that nobody can take must not take the others with it."""
        if len(batch) == 1:
            self._refuse(*batch[0], answer.sentence())
            return True
        middle = len(batch) // 2
        return self._post(batch[:middle]) and self._post(batch[middle:])

    def _refuse(self, name: str, event: dict, why: str) -> None:
        run, kind = event.get("run"), event.get("kind")
        _LOG.warning("run event refused for good: %s of run %s: %s", kind, run, why)
        self._outbox.refuse(name)

    def _say(self, what: str) -> None:
        """Once for each trouble, not once for each try."""
        if what != self._told:
            _LOG.warning("run events wait in the outbox: %s", what)
            self._told = what


def _results(told: Any, expected: int) -> Optional[List[dict]]:
    results = told.get("results") if isinstance(told, dict) else None
    if isinstance(results, list) and len(results) == expected:
        return [result if isinstance(result, dict) else {} for result in results]
    return None
