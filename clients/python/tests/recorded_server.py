"""A server on loopback that gives recorded answers, and notes what was not as recorded."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, List, Optional
from urllib.parse import parse_qs, urlsplit


class RecordedServer:
    """Exchanges are given in order; away, it closes every connection without a word."""

    def __init__(self) -> None:
        self.faults: List[str] = []
        self._exchanges: Optional[List[dict]] = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self, b"")

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                outer._answer(self, self.rfile.read(length))

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def away(self) -> None:
        with self._lock:
            self._exchanges = None

    def expect(self, exchanges: List[dict]) -> None:
        with self._lock:
            if self._exchanges:
                self.faults.append(f"not asked for: {self._exchanges}")
            self._exchanges = [dict(exchange) for exchange in exchanges]

    def close(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def unasked(self) -> List[dict]:
        with self._lock:
            return list(self._exchanges or [])

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        with self._lock:
            if self._exchanges is None:
                request.close_connection = True
                return
            exchange = self._next(request, body)
        if exchange is None or exchange.get("hangsUp"):
            request.close_connection = True
            return
        self._ended.wait(exchange.get("delayMillis", 0) / 1000)
        text = exchange.get("text")
        answer = (json.dumps(exchange.get("answer")) if text is None else text).encode()
        try:
            request.send_response(exchange["status"])
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(answer)))
            request.end_headers()
            request.wfile.write(answer)
        except OSError:
            pass  # the client did not wait, which is what it should do

    def _next(self, request: BaseHTTPRequestHandler, body: bytes) -> Optional[dict]:
        url = urlsplit(request.path)
        if not self._exchanges:
            self.faults.append(f"asked unexpectedly: {request.command} {request.path}")
            return None
        exchange = self._exchanges[0]
        if (request.command, url.path) != (exchange["method"], exchange["path"]):
            self.faults.append(f"asked {request.command} {url.path} instead of {exchange}")
            return None
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        for name, value in exchange.get("query", {}).items():
            self._hold(asked.get(name), value, name)
        told = json.loads(body) if body else None
        if "body" in exchange:
            self._hold(told, exchange["body"], "body")
        if "events" in exchange:
            return self._take(exchange, told)
        self._exchanges.pop(0)
        return exchange

    def _take(self, exchange: dict, told: Any) -> dict:
        """A sender may deliver events one by one or together; only their order is recorded."""
        assert self._exchanges is not None
        left = list(exchange["events"])
        results = []
        for event in told:
            if not left:
                self.faults.append(f"an event too many: {event}")
                break
            expected = dict(left.pop(0))
            why = expected.pop("refusedBecause", None)
            self._contains(event, expected)
            results.append(
                {"status": "refused" if why else "accepted", "errors": [why] if why else []}
            )
        if left:
            self._exchanges[0] = {**exchange, "events": left}
        else:
            self._exchanges.pop(0)
        refused = sum(1 for result in results if result["errors"])
        answer = {"accepted": len(results) - refused, "refused": refused, "results": results}
        return {"status": 207 if refused else 202, "answer": answer}

    def _contains(self, told: dict, expected: dict) -> None:
        for name, value in expected.items():
            if isinstance(value, dict):
                self._contains(told.get(name) or {}, value)
            else:
                self._hold(told.get(name), value, name)

    def _hold(self, told: Any, expected: Any, what: str) -> None:
        if told != expected:
            self.faults.append(f"{what} is {told!r} instead of {expected!r}")
