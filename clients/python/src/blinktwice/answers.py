"""What Blinktwice says: the version of an attempt, and what to do after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, List, Mapping, Optional


class NotAnAnswer(ValueError):
    """What came back is not what the API says: it counts as no answer."""


class EnvironmentRefused(Exception):
    """No version suits the environment that the caller declares; the sentence says why.

    A control plane that is away stops no job; this is an answer, and running all the same is
    what the environment was declared against.
    """

    _RULES = frozenset((
        "unknown-environment", "retired-environment", "unsupported-by-environment",
        "no-supported-version",
    ))

    @classmethod
    def is_meant_by(cls, status: int, told: Any) -> bool:
        return status == 409 and isinstance(told, dict) and told.get("rule") in cls._RULES


@dataclass(frozen=True)
class Resolved:
    """The engine version of one attempt.

    ``fallback`` says that nobody was asked in time, or that who was asked gave no usable answer;
    ``problem`` says why, for a person.
    """

    version: str
    reason: str
    fallback: bool = False
    connect: Optional[str] = None
    decision_id: Optional[str] = None
    epoch: Optional[int] = None
    valid_for_seconds: int = 0
    stable: Optional[str] = None
    larger: bool = False
    size: Optional[str] = None
    fingerprint: Optional[str] = None
    problem: Optional[str] = None

    @staticmethod
    def of(told: Any) -> "Resolved":
        told = _object(told)
        return Resolved(
            version=_text(told, "version"),
            reason=_optional(told, "reason", str) or "",
            connect=_optional(told, "connect", str),
            decision_id=_optional(told, "decisionId", str),
            epoch=_optional(told, "epoch", int),
            valid_for_seconds=_optional(told, "validForSeconds", int) or 0,
            stable=_optional(told, "stable", str),
            larger=_optional(told, "larger", bool) or False,
            size=_optional(told, "size", str),
            fingerprint=_optional(told, "fingerprint", str),
        )


@dataclass(frozen=True)
class Verdict:
    """What to do next with a run whose attempt has ended, and why."""

    action: str
    decision_id: str
    retry_version: Optional[str] = None
    retry_after_millis: int = 0
    category: Optional[str] = None
    pin: Optional[str] = None
    reasons: List[str] = field(default_factory=list)

    @property
    def retry(self) -> bool:
        return self.action.startswith("RETRY_")

    @staticmethod
    def of(told: Any) -> "Verdict":
        told = _object(told)
        reasons = told.get("reasons")
        return Verdict(
            action=_text(told, "action"),
            decision_id=_text(told, "decisionId"),
            retry_version=_optional(told, "retryVersion", str),
            retry_after_millis=_optional(told, "retryAfterMillis", int) or 0,
            category=_optional(told, "category", str),
            pin=_optional(told, "pin", str),
            reasons=[
                str(reason["sentence"])
                for reason in (reasons if isinstance(reasons, list) else [])
                if isinstance(reason, dict) and "sentence" in reason
            ],
        )


def _object(told: Any) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise NotAnAnswer("it is no JSON object")
    return told


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise NotAnAnswer(f"it names no {name}")
    return value


def _optional(told: Mapping[str, Any], name: str, kind: type) -> Any:
    value = told.get(name)
    if value is None:
        return None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise NotAnAnswer(f"its {name} is no {kind.__name__}")
    return value
