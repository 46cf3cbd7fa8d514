"""One request to the control plane, answered within a bound whatever the network does."""

from __future__ import annotations

import json
import queue
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Dict, Optional

_LARGEST_ANSWER = 4 * 1024 * 1024


class Unreachable(Exception):
    """No answer came, or none in time."""


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    body: bytes

    def json(self) -> Any:
        """None where the body is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def sentence(self) -> str:
        """What a problem says, for a person."""
        told = self.json()
        detail = told.get("detail") if isinstance(told, dict) else None
        return f"HTTP {self.status}" + (f": {detail}" if isinstance(detail, str) else "")


class Http:
    """Requests run on threads of their own: a name that does not resolve must not hold a job."""

    def __init__(self, url: str, api_key: Optional[str] = None) -> None:
        self._url = url.rstrip("/")
        self._headers: Dict[str, str] = {"Accept": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    def get(self, path: str, timeout: float) -> HttpAnswer:
        return self._within(timeout, urllib.request.Request(self._url + path, headers=self._headers))

    def post(self, path: str, body: Any, timeout: float) -> HttpAnswer:
        headers = {**self._headers, "Content-Type": "application/json"}
        data = json.dumps(body).encode("utf-8")
        request = urllib.request.Request(self._url + path, data, headers, method="POST")
        return self._within(timeout, request)

    def _within(self, timeout: float, request: urllib.request.Request) -> HttpAnswer:
        said: "queue.Queue[object]" = queue.Queue(1)
        threading.Thread(
            target=lambda: said.put(_ask(request, timeout)), name="blinktwice-http", daemon=True
        ).start()
        try:
            answer = said.get(timeout=timeout)
        except queue.Empty:
            raise Unreachable(f"no answer within {timeout:g} s") from None
        if isinstance(answer, HttpAnswer):
            return answer
        raise Unreachable(str(answer))


def _ask(request: urllib.request.Request, timeout: float) -> object:
    """The answer, or what went wrong: an exception of a thread would reach nobody."""
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return HttpAnswer(response.status, response.read(_LARGEST_ANSWER))
    except urllib.error.HTTPError as refused:
        with refused:
            return HttpAnswer(refused.code, refused.read(_LARGEST_ANSWER))
    except Exception as broken:  # whatever it is, the job goes on
        return f"{type(broken).__name__}: {broken}"
