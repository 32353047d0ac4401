"""The history of a case: what somebody did to the file, one line each, only ever added to.

A line is canonical JSON (RFC 8785 within the ledger's limits) and a newline:

    {"at":…,"by":"Hana","fields":{…},"on":"S1.C3","prev":"<sha256 of the line before>","v":1,
     "what":"accepted"}

`prev` is empty in the first line. A line that is altered, taken away or put between no longer fits
the one after it; who has the digest of the last line can say whether the file is the one they saw.
What the fields of each kind of step are is said in `FIELDS`; nothing else is read, so nothing that
a later version adds is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import TypeAlias

from provesafe.errors import InputError, VerificationError
from provesafe.ledger import Json, NotCanonicalError, decode_canonical, encode_canonical

__all__ = [
    "FIELDS",
    "HistoryChangedError",
    "Step",
    "StepError",
    "Value",
    "decode_history",
    "encode_step",
    "line_digest",
]

Value: TypeAlias = str | int | tuple[str, ...]

TEXT_CODE_POINTS_MAX = 20_000
"""LIMIT: a comment of a party or an analysis, not a book."""

FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "opened": frozenset({"title", "zone", "real"}),
        "taken": frozenset(
            {
                *("kind", "title", "sha256", "bytes_count", "file", "media_type", "from_whom"),
                *("taken_ms", "how", "published", "language", "protection", "licence"),
                *("code_points", "text_sha256", "intake_sha256", "copy_of", "origin", "entries"),
                *("checked", "weapon"),
            }
        ),
        "accepted": frozenset({"note"}),
        "dropped": frozenset({"note"}),
        "corrected": frozenset({"note", "changed"}),
        "event": frozenset({"kind", "text", "weapon", "edtf"}),
        "constraint": frozenset({"event", "other", "least", "most", "line"}),
        "condition": frozenset({"subject", "condition", "line", "begins", "ends"}),
        "comment": frozenset({"id", "party", "text", "given_ms"}),
        "authority": frozenset({"name", "instrument", "reference", "lead"}),
        "request": frozenset({"of", "what", "authority", "gap"}),
        "answer": frozenset({"text", "given"}),
        "investigation": frozenset({"title", "purpose", "authority", "sources"}),
        "signed": frozenset({"analysis", "conclusions"}),
        "status": frozenset({"status", "investigation"}),
    }
)
"""Which fields each kind of step may have."""

_ON_NOTHING = frozenset({"opened", "status"})


class StepError(InputError):
    """A step cannot be entered: no such kind, a field it does not have, nothing it is about."""

    code = "casefile.step"


class HistoryChangedError(VerificationError):
    """The history is not the one that was written: a line does not fit the one before it."""

    code = "casefile.history_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that somebody did to the file."""

    what: str
    """A key of `FIELDS`."""
    by: str
    """Who did it, as they call themselves; never empty."""
    at_ms: int
    on: str = ""
    """The line, source, difference, request or investigation it is about."""
    fields: Mapping[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text field; empty when it is absent."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A number; None when it is absent."""
        value = self.fields.get(name)
        return value if isinstance(value, int) else None

    def listed(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when it is absent."""
        value = self.fields.get(name, ())
        return value if isinstance(value, tuple) else ()


def encode_step(step: Step, prev: str) -> bytes:
    """The line of a step behind the line whose digest is `prev`.

    Raises:
        StepError: the step is not one that this version knows, or nobody entered it.
    """
    _check(step)
    fields: dict[str, Json] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in step.fields.items()
    }
    line: dict[str, Json] = {
        "v": 1,
        "what": step.what,
        "by": step.by,
        "at": step.at_ms,
        "on": step.on,
        "fields": fields,
        "prev": prev,
    }
    return encode_canonical(line) + b"\n"


def line_digest(line: bytes) -> str:
    """The digest that the line after this one holds."""
    return sha256(line).hexdigest()


def decode_history(lines: Iterable[bytes]) -> tuple[Step, ...]:
    """Read a history, each line with its newline.

    Raises:
        HistoryChangedError: a line is not canonical, or does not fit the one before it.
        StepError: a line holds what this version does not know.
    """
    steps = []
    prev = ""
    for number, line in enumerate(lines, start=1):
        found = _read(line, number)
        if found.pop("prev", None) != prev:
            raise HistoryChangedError(f"line {number} of the history does not fit the one before")
        steps.append(_step(found, number))
        prev = line_digest(line)
    return tuple(steps)


def _read(line: bytes, number: int) -> dict[str, Json]:
    try:
        value = decode_canonical(line.removesuffix(b"\n"))
    except NotCanonicalError as error:
        message = f"line {number} of the history is not one that was written: {error.message}"
        raise HistoryChangedError(message) from error
    if not isinstance(value, dict) or not line.endswith(b"\n"):
        raise HistoryChangedError(f"line {number} of the history is not a whole line")
    return value


def _step(found: dict[str, Json], number: int) -> Step:
    match found:
        case {
            "v": 1,
            "what": str(what),
            "by": str(by),
            "at": int(at_ms),
            "on": str(on),
            "fields": dict(fields),
        } if len(found) == 6:
            read = {name: _value(value, number) for name, value in fields.items()}
            step = Step(what=what, by=by, at_ms=at_ms, on=on, fields=MappingProxyType(read))
        case _:
            raise StepError(f"line {number} of the history is of a form this version cannot read")
    _check(step)
    return step


def _value(value: Json, number: int) -> Value:
    match value:
        case str() | int():
            return value
        case list() if all(isinstance(one, str) for one in value):
            return tuple(str(one) for one in value)
        case _:
            raise StepError(f"line {number} of the history holds a value of another form")


def _check(step: Step) -> None:
    known = FIELDS.get(step.what)
    if known is None:
        raise StepError(f"`{step.what}` is no step of a case")
    if not step.by.strip():
        raise StepError("somebody has to stand for it", hint="say who: `--by NAME`")
    if not step.on and step.what not in _ON_NOTHING:
        raise StepError(f"`{step.what}` needs what it is about")
    for name, value in step.fields.items():
        if name not in known:
            raise StepError(
                f"`{step.what}` has no field `{name}`", hint=f"it has {', '.join(sorted(known))}"
            )
        words = value if isinstance(value, tuple) else (str(value),)
        if any(len(one) > TEXT_CODE_POINTS_MAX for one in words):
            raise StepError(f"`{name}` is longer than {TEXT_CODE_POINTS_MAX} characters")
