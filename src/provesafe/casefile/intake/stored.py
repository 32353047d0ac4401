"""An intake read back from its document: what a person went through, not what a later rule finds.

The rules of an intake may change with a version; the lines that somebody accepted may not. A case
therefore keeps the document of each intake and reads its lines from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from provesafe.casefile.intake.page.clean import Hidden
from provesafe.casefile.intake.result import (
    Claim,
    FoundDifference,
    FoundEvent,
    FoundParty,
    Intake,
    Missing,
    Question,
    SourceHead,
    Stretch,
    Time,
)
from provesafe.errors import InputError

__all__ = ["StoredIntakeError", "intake_of"]

_Made = TypeVar("_Made")
SCHEMA = "provesafe.intake/v1"


class StoredIntakeError(InputError):
    """What is kept of an intake is not the document of one."""

    code = "casefile.stored_intake"


def intake_of(document: Mapping[str, Any]) -> Intake:
    """The intake of a document; `document(intake_of(d)) == d`.

    Raises:
        StoredIntakeError: it is not the document of an intake.
    """
    try:
        if document["schema"] != SCHEMA:
            raise StoredIntakeError(f"`{document['schema']}` is not `{SCHEMA}`")
        source = document["source"]
        head = {name: source[name] for name in ("credit", "byline", "publication", "headline")}
        return Intake(
            sha256=str(source["sha256"]),
            code_points=int(source["code_points"]),
            published=source["published"],
            head=_made(SourceHead, head),
            claims=_every(Claim, document["claims"]),
            parties=_every(FoundParty, document["parties"]),
            times=_every(Time, document["times"]),
            events=_every(FoundEvent, document["events"]),
            statements=_every(Stretch, document["statements"]),
            hidden=_every(Hidden, document["hidden"]),
            questions=_every(Question, document["questions"]),
            differences=_every(FoundDifference, document["differences"]),
            gaps=_every(Missing, document["gaps"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredIntakeError(f"it is not the document of an intake: {error}") from error


def _every(kind: type[_Made], rows: list[Mapping[str, Any]]) -> tuple[_Made, ...]:
    return tuple(_made(kind, row) for row in rows)


def _made(kind: type[_Made], row: Mapping[str, Any]) -> _Made:
    hints = get_type_hints(kind)
    declared: Mapping[str, Field[Any]] = getattr(kind, "__dataclass_fields__", {})
    optional = {name for name, one in declared.items() if one.default is not MISSING}
    if not set(hints) - optional <= set(row) <= set(hints):
        raise StoredIntakeError(f"a row of it has other fields than a {kind.__name__}")
    return kind(**{name: _value(hint, row[name]) for name, hint in hints.items() if name in row})


def _value(hint: Any, value: Any) -> Any:
    """A value of one field: a stretch, several, a pair of numbers, a text, or nothing."""
    kinds = [one for one in get_args(hint) if one is not NoneType]
    if value is None:
        if NoneType not in get_args(hint):
            raise StoredIntakeError("a field that is always there is empty")
        return None
    if isinstance(value, Mapping):
        return _made(kinds[0] if kinds else hint, value)
    if isinstance(value, list):
        inside = hint if get_origin(hint) is tuple else kinds[0]
        one = get_args(inside)[0]
        return tuple(_made(one, row) if isinstance(row, Mapping) else row for row in value)
    return value
