"""What a workload is called, computed as every other program computes it.

Every hash is SHA-256 over texts in UTF-8, each preceded by its length as four bytes, big-endian;
the golden vectors of ``contract/`` say what must come out.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import List, Optional, Sequence, Tuple

DEFAULT_WORKSPACE = "default"

_MAX_LENGTH = 512
_DOMAIN = "blinktwice/w1"
_WAVE_DOMAIN = "blinktwice/wave1"


class InvalidIdentifier(ValueError):
    """An id that every part of Blinktwice would refuse."""


def normalized(what: str, text: str) -> str:
    """The id in Unicode NFC, so that two spellings of the same letters are one id."""
    identifier = unicodedata.normalize("NFC", text)
    if not identifier.strip():
        raise InvalidIdentifier(f"the {what} is empty")
    if len(identifier) > _MAX_LENGTH:
        raise InvalidIdentifier(f"the {what} has more than {_MAX_LENGTH} characters")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in identifier):
        raise InvalidIdentifier(f"the {what} contains a control character or an unpaired surrogate")
    return identifier


@dataclass(frozen=True)
class Job:
    """What a workload is recognised by when nobody named it, whichever orchestrator starts it.

    Parameters are names only: their values change from run to run.
    """

    name: str
    entry_point: Optional[str] = None
    task: Optional[str] = None
    parameters: Sequence[str] = field(default_factory=tuple)

    def as_json(self) -> dict:
        told = {"name": self.name, "entryPoint": self.entry_point, "task": self.task}
        if self.parameters:
            told["parameters"] = sorted(set(self.parameters))
        return {key: value for key, value in told.items() if value is not None}

    def texts(self) -> List[str]:
        texts = ["job", normalized("job", self.name)]
        if self.entry_point is not None:
            texts += ["entry-point", normalized("entry point", self.entry_point)]
        if self.task is not None:
            texts += ["task", normalized("task", self.task)]
        names = {normalized("parameter name", name) for name in self.parameters}
        # Java orders texts by UTF-16 code units; so does everybody.
        for name in sorted(names, key=lambda name: name.encode("utf-16-be")):
            texts += ["parameter", name]
        return texts


def fingerprint(workload: str, workspace: str = DEFAULT_WORKSPACE) -> str:
    """Of a workload that its owner named."""
    return _fingerprint("explicit", workspace, [normalized("workload id", workload)])


def job_fingerprint(job: Job, workspace: str = DEFAULT_WORKSPACE) -> str:
    return _fingerprint("properties", workspace, job.texts())


def plan_fingerprint(shape: str, workspace: str = DEFAULT_WORKSPACE) -> str:
    """Of the SHA-256 of the shape of its plans, in hexadecimal digits."""
    return _fingerprint("plans", workspace, [shape])


def wave(fingerprint_: str, release: str) -> float:
    """A workload's place in the roll-out of a release, uniform in [0, 1)."""
    first = int.from_bytes(_sha256((_WAVE_DOMAIN, fingerprint_, release))[:8], "big")
    return (first >> 11) * 2.0**-53


def _fingerprint(kind: str, workspace: str, texts: Sequence[str]) -> str:
    parts = (_DOMAIN, kind, normalized("workspace id", workspace), *texts)
    return "w1:" + _sha256(parts)[:16].hex()


def _sha256(texts: Tuple[str, ...]) -> bytes:
    digest = hashlib.sha256()
    for text in texts:
        encoded = text.encode("utf-8")
        digest.update(len(encoded).to_bytes(4, "big"))
        digest.update(encoded)
    return digest.digest()
