"""Run events that are still to be delivered: on disk, so that they outlive the process.

Bounded: when it is full the oldest events stay, new ones are dropped, counted and told. Several
processes share a folder; a lock lets one of them deliver at a time, so that order is kept.
"""

from __future__ import annotations

import fcntl
import itertools
import logging
import os
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional, Set, Tuple

from blinktwice.files import read_json, write_whole

_LOG = logging.getLogger("blinktwice")
_KEPT_REFUSED = 1_000
_count = itertools.count()
_delivering: Set[Path] = set()
_guard = threading.Lock()


class Outbox:
    """Events in the order in which they were put; without a folder that can be written, in memory."""

    def __init__(self, folder: Optional[Path], most: int = 10_000) -> None:
        self._most = most
        self._memory: "OrderedDict[str, dict]" = OrderedDict()
        self._folder = folder
        self.lost = 0
        if folder is not None:
            try:
                (folder / "refused").mkdir(parents=True, exist_ok=True, mode=0o700)
                told = read_json(folder / "lost.json")
                self.lost = told if isinstance(told, int) else 0
            except OSError as broken:
                _LOG.warning("run events are kept in memory only: %s", broken)
                self._folder = None

    def put(self, event: dict) -> bool:
        """False where the event is lost because there are too many already."""
        if len(self) >= self._most:
            self._lose()
            return False
        name = f"{time.time_ns():020d}-{os.getpid():010d}-{next(_count):010d}"
        if self._folder is not None:
            try:
                write_whole(self._folder / f"{name}.json", event)
                return True
            except OSError as broken:
                _LOG.warning("a run event is kept in memory only: %s", broken)
        self._memory[name] = event
        return True

    def oldest(self, most: int) -> List[Tuple[str, dict]]:
        """What is unreadable is set aside: it must not hold up what comes after it."""
        found = []
        for name in self._names()[:most]:
            event = self._memory.get(name)
            if event is None:
                told = read_json(self._path(name))
                if not isinstance(told, dict):
                    self.refuse(name)
                    continue
                event = told
            found.append((name, event))
        return found

    def remove(self, name: str) -> None:
        if self._memory.pop(name, None) is None and self._folder is not None:
            self._path(name).unlink(missing_ok=True)

    def refuse(self, name: str) -> None:
        """Out of the way, but there to be looked at: nobody will take it as it is."""
        if self._memory.pop(name, None) is not None or self._folder is None:
            return
        refused = self._folder / "refused"
        try:
            os.replace(self._path(name), refused / f"{name}.json")
            for old in sorted(refused.iterdir())[:-_KEPT_REFUSED]:
                old.unlink(missing_ok=True)
        except FileNotFoundError:
            pass  # another process was quicker

    @contextmanager
    def delivering(self) -> Iterator[bool]:
        """Whether this process may deliver now; one at a time may."""
        if self._folder is None:
            yield True
            return
        # The kernel keeps processes apart, whatever language they are in, but not threads of one.
        with _mine(self._folder) as mine, open(self._folder / "delivering.lock", "a") as lock:
            if mine:
                try:
                    fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    mine = False
            yield mine

    def __len__(self) -> int:
        return len(self._names())

    def _names(self) -> List[str]:
        names = list(self._memory)
        if self._folder is not None:
            names += [file.stem for file in self._folder.glob("[0-9]*.json")]
        return sorted(names)

    def _path(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{name}.json"

    def _lose(self) -> None:
        self.lost += 1
        _LOG.warning("the outbox is full: %d run events are lost so far", self.lost)
        if self._folder is not None:
            try:
                write_whole(self._folder / "lost.json", self.lost)
            except OSError:
                pass  # it is counted in memory


@contextmanager
def _mine(folder: Path) -> Iterator[bool]:
    with _guard:
        mine = folder not in _delivering
        _delivering.add(folder)
    try:
        yield mine
    finally:
        if mine:
            with _guard:
                _delivering.discard(folder)
