"""Takes what looks like a secret out of a text before anything is written.

The same reading as ``SecretRedaction`` in ``contract/``, held to it by golden vectors: from left to
right, never further back than the token at hand. Rather one word too many is masked than one too
few; what stands around a secret stays, because classification reads it.
"""

from __future__ import annotations

import re
from typing import Callable, List

MASK = "***"

_SECRET_NAME = re.compile(
    "password|passwd|passphrase|pwd|secret|token|credential|apikey|accesskey|privatekey"
    "|accountkey|signature"
)
_SECRET_PARAMETERS = frozenset(("key", "pass", "sig", "auth", "sas", "code"))
_SCHEMES = frozenset(("basic", "digest", "negotiate", "token", "apikey", "aws4-hmac-sha256"))
# What follows a class or a source file is a message or a line number, not a value.
_NO_NAMES = ("exception", "error", ".java", ".scala", ".py")
_AWS_KEY_ID = re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])")
_FORTY_CHARACTERS = re.compile(r"(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_ORACLE = "jdbc:oracle:"
_LONGEST_ORACLE_USER = 512
_NOT_SPACE = frozenset("\u0085\u00a0\u2007\u202f")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_CREDENTIAL = _WORD | frozenset("/+=~*")


def redact(text: str) -> str:
    named = _Reading(text).redacted()
    identified = _AWS_KEY_ID.sub(MASK, named)
    return _FORTY_CHARACTERS.sub(_mask_a_random_key, identified)


def _mask_a_random_key(found: "re.Match[str]") -> str:
    """A random key has all three kinds of characters; a hash or a path rarely has."""
    run = found.group()
    kinds = ("A", "Z"), ("a", "z"), ("0", "9")
    mixed = all(any(low <= c <= high for c in run) for low, high in kinds)
    return MASK if mixed else run


def _is_space(c: str) -> bool:
    return c.isspace() and c not in _NOT_SPACE


def _ends_authority(c: str) -> bool:
    return c in "/?#\"'`<>()" or _is_space(c)


def _ends_value(c: str) -> bool:
    return c in "&;,\"'`<>)]}" or _is_space(c)


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self._out: List[str] = []
        self._at = 0

    def redacted(self) -> str:
        text = self._text
        while self._at < len(text):
            at = self._at
            if text[at] in "jJ" and text[at : at + len(_ORACLE)].lower() == _ORACLE:
                self._copy_to(at + len(_ORACLE))
                self._oracle_user()
            elif text[at] in _WORD:
                self._word()
            elif text.startswith("://", at):
                self._copy_to(at + 3)
                self._user_info()
            else:
                self._copy_to(at + 1)
        return "".join(self._out)

    def _word(self) -> None:
        start = self._at
        self._copy_to(self._end_of(start, _WORD.__contains__))
        word = self._text[start : self._at].lower()
        if word == "bearer":
            self._credential()
        elif word.endswith("authorization"):
            self._authorization()
        elif self._is_secret_name(start, word):
            self._value()

    def _is_secret_name(self, start: int, word: str) -> bool:
        if word.endswith(_NO_NAMES):
            return False
        name = re.sub("[^a-z0-9]", "", word)
        parameter = start > 0 and self._text[start - 1] in "?&;"
        return bool(_SECRET_NAME.search(name)) or (parameter and name in _SECRET_PARAMETERS)

    def _user_info(self) -> None:
        """Between ``://`` and the end of the authority: ``user:password@``."""
        start = self._at
        authority = self._text[start : self._end_of(start, lambda c: not _ends_authority(c))]
        sign = authority.rfind("@")
        if sign > 0:
            colon = authority.find(":")
            self._copy_to(start + colon + 1 if 0 <= colon < sign else start)
            self._mask(start + sign)

    def _oracle_user(self) -> None:
        """``jdbc:oracle:thin:user/password@host``: the form that has no slashes in front."""
        start = self._at
        user = self._text[start : start + _LONGEST_ORACLE_USER]
        slash, sign = user.find("/"), user.find("@")
        if 0 <= slash < sign:
            self._copy_to(start + slash + 1)
            self._mask(start + sign)

    def _value(self) -> None:
        """``= value``, ``: value``, ``=> value``, quoted or not, also inside JSON."""
        following = self._skip(self._skip(self._at, "\"'`\\"), " \t")
        separator = self._skip(following, "=:")
        if separator > following:
            self._copy_to(self._skip(separator, "> \t\\"))
            if self._starts_with_bearer():
                self._copy_to(self._at + len("bearer"))
                self._credential()
            elif self._at < len(self._text):
                self._quoted_or_plain()

    def _quoted_or_plain(self) -> None:
        kind = "\"'`{[".find(self._text[self._at])
        if kind < 0:
            self._mask(self._end_of(self._at, lambda c: not _ends_value(c)))
        else:
            escaped = self._text[self._at - 1] == "\\"
            self._copy_to(self._at + 1)
            self._mask(self._end_of_quoted("\"'`}]"[kind], escaped))

    def _end_of_quoted(self, closing: str, escaped: bool) -> int:
        text, end = self._text, self._at
        while end < len(text) and text[end] != closing and text[end] != "\n":
            if text[end] == "\\":
                if escaped:
                    return end
                end += 1
            end += 1
        return min(end, len(text))

    def _authorization(self) -> None:
        """``Authorization: Basic dXNlcjpwYXNz``: the scheme stays, its credential goes."""
        following = self._skip(self._skip(self._at, "\"'`\\"), " \t")
        separator = self._skip(following, "=:")
        if separator == following:
            return
        self._copy_to(self._skip(separator, "\"'`\\ \t"))
        if self._starts_with_bearer():
            return
        end = self._end_of(self._at, _CREDENTIAL.__contains__)
        if self._text[self._at : end].lower() in _SCHEMES:
            self._copy_to(end)
            self._credential()
        else:
            self._mask(end)

    def _starts_with_bearer(self) -> bool:
        return self._text[self._at : self._at + len("bearer ")].lower() == "bearer "

    def _credential(self) -> None:
        start = self._skip(self._at, " \t")
        if start > self._at:
            self._copy_to(start)
            self._mask(self._end_of(self._at, _CREDENTIAL.__contains__))

    def _skip(self, start: int, any_of: str) -> int:
        return self._end_of(start, any_of.__contains__)

    def _end_of(self, start: int, belongs: Callable[[str], bool]) -> int:
        end = start
        while end < len(self._text) and belongs(self._text[end]):
            end += 1
        return end

    def _copy_to(self, end: int) -> None:
        bounded = min(end, len(self._text))
        self._out.append(self._text[self._at : bounded])
        self._at = bounded

    def _mask(self, end: int) -> None:
        if end > self._at:
            self._out.append(MASK)
            self._at = end
