"""Makes a plain function, or a block of a script, a run of a governed workload."""

from __future__ import annotations

import functools
import logging
import os
import time
import uuid
from types import TracebackType
from typing import Any, Callable, Optional, Type, TypeVar

from blinktwice.answers import EnvironmentRefused, Resolved
from blinktwice.client import Client, Workload

_LOG = logging.getLogger("blinktwice")
_LONGEST_BACKOFF_SECONDS = 300.0

F = TypeVar("F", bound=Callable[..., Any])


class Run:
    """One attempt: its version is chosen on entering, what became of it is told on leaving.

    ``remote`` is what ``SparkSession.builder.remote()`` takes, where Blinktwice named an address.
    """

    def __init__(
        self,
        client: Client,
        workload: Workload,
        run: Optional[str] = None,
        attempt: int = 1,
        environment: Optional[str] = None,
        side_effects: Optional[str] = None,
        cause: Optional[str] = None,
    ) -> None:
        self.client = client
        self.workload = workload
        self.run = run or os.environ.get("BLINKTWICE_RUN_ID") or str(uuid.uuid4())
        self.attempt = attempt
        self._environment = environment or os.environ.get("BLINKTWICE_ENVIRONMENT")
        self._more = {
            "environment": self._environment, "sideEffects": side_effects, "cause": cause,
        }
        self._resolved: Optional[Resolved] = None

    @property
    def resolved(self) -> Resolved:
        if self._resolved is None:
            raise RuntimeError("the run has not begun: use it in a with statement")
        return self._resolved

    @property
    def version(self) -> str:
        return self.resolved.version

    @property
    def remote(self) -> Optional[str]:
        return self.resolved.connect

    def __enter__(self) -> "Run":
        self._resolved = self.client.resolve(
            self.workload, self.run, self.attempt, self._environment
        )
        self._report("started")
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        _: Optional[TracebackType],
    ) -> None:
        if error is None or (isinstance(error, SystemExit) and not error.code):
            self._report("succeeded")
        elif isinstance(error, KeyboardInterrupt):
            self._report("killed", killedBy="the user, by an interrupt")
        else:
            self._report("failed", error)

    def _report(self, what: str, error: Optional[BaseException] = None, **more: Any) -> None:
        self.client.report(
            what, self.workload, self.run, self.attempt, self.resolved, error,
            **{**self._more, **more},
        )


def governed(
    workload: Workload,
    *,
    client: Optional[Client] = None,
    retries: int = 0,
    verdict_wait: float = 10.0,
    environment: Optional[str] = None,
    side_effects: Optional[str] = None,
) -> Callable[[F], F]:
    """The function gets the run as its first argument, and is called once more where a verdict says so.

    Without a verdict in time the function's own exception goes on: nothing is retried unasked.
    """

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def attempts(*args: Any, **kwargs: Any) -> Any:
            asked = client if client is not None else _shared()
            run = Run(asked, workload, None, 1, environment, side_effects)
            failure: Optional[Exception] = None
            while True:
                try:
                    with run:
                        return function(run, *args, **kwargs)
                except EnvironmentRefused as refused:
                    if failure is None:
                        raise
                    raise failure from refused  # What there was to repeat is what went wrong.
                except Exception as error:
                    failure = error
                    verdict = (
                        asked.verdict(workload, run.run, run.attempt, verdict_wait)
                        if run.attempt <= retries
                        else None
                    )
                    if verdict is None or not verdict.retry:
                        raise
                    _LOG.info(
                        "attempt %d of run %s failed, %s says: %s on %s",
                        run.attempt, run.run, verdict.decision_id, verdict.action,
                        verdict.retry_version or run.version,
                    )
                    time.sleep(min(verdict.retry_after_millis / 1000, _LONGEST_BACKOFF_SECONDS))
                    run = Run(
                        asked, workload, run.run, run.attempt + 1, environment, side_effects,
                        verdict.decision_id,
                    )

        return attempts  # type: ignore[return-value]

    return decorate


@functools.lru_cache(maxsize=1)
def _shared() -> Client:
    return Client()
