"""The last answers of resolve, for the times when nobody answers; they outlive the process."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict
from pathlib import Path
from typing import Callable, Dict, Optional

from blinktwice.answers import Resolved
from blinktwice.files import read_json, write_whole

_MOST = 1_000


class KnownAnswers:
    """One file per workload, and the stable version as last heard; the oldest go first."""

    def __init__(self, folder: Optional[Path], now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now
        self._memory: Dict[str, dict] = {}

    def remember(self, workload: str, answer: Resolved) -> None:
        self._keep(_name(workload), {"until": self._now() + answer.valid_for_seconds, **asdict(answer)})
        if answer.stable:
            self._keep("stable", {"version": answer.stable})

    def of(self, workload: str) -> Optional[Resolved]:
        """The workload's last answer, while it is valid."""
        told = self._kept(_name(workload))
        if not told or not isinstance(told.get("until"), (int, float)) or told["until"] < self._now():
            return None
        fields = {name: told.get(name) for name in Resolved.__dataclass_fields__ if name in told}
        try:
            return Resolved(**fields)
        except TypeError:
            return None

    def stable(self) -> Optional[str]:
        told = self._kept("stable")
        version = told.get("version") if told else None
        return version if isinstance(version, str) else None

    def _keep(self, name: str, content: dict) -> None:
        self._memory[name] = content
        if self._folder is None:
            return
        try:
            write_whole(self._folder / f"{name}.json", content)
            self._forget_the_oldest()
        except OSError:
            pass  # memory has it; a disk that takes nothing is no reason to fail

    def _kept(self, name: str) -> Optional[dict]:
        if name not in self._memory and self._folder is not None:
            told = read_json(self._folder / f"{name}.json")
            if isinstance(told, dict):
                self._memory[name] = told
        return self._memory.get(name)

    def _forget_the_oldest(self) -> None:
        assert self._folder is not None
        files = list(self._folder.glob("*.json"))
        if len(files) > _MOST:
            for file in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) - _MOST]:
                file.unlink(missing_ok=True)


def _name(workload: str) -> str:
    return hashlib.sha256(workload.encode("utf-8")).hexdigest()[:32]
