"""One act: its name, its checked fields, and where it stands in the record.

An `Act` is made by `parse_act` (from what a person or a day file sends) or by
`codec.decode_act` (from what an entry holds) and is then right by construction. Whether it is
*allowed* is no question of this room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from provesafe.custody.act_type import LATE_SECONDS, ActType
from provesafe.custody.errors import (
    BadFieldError,
    MissingFieldError,
    UnknownActError,
    UnknownFieldError,
    nearest,
)
from provesafe.custody.fields import MS_MAX, FieldValue, parse_field
from provesafe.custody.vocabulary import VOCABULARY
from provesafe.errors import InvariantBroken

__all__ = ["Act", "parse_act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that is said to have happened, well formed, in its place in the record."""

    name: str
    fields: Mapping[str, FieldValue]
    """Present fields only; texts, integers and tuples of texts. Never changed."""
    at_ms: int = 0
    """When it was recorded, milliseconds since the epoch."""
    happened_ms: int | None = None
    """When it happened, as said, if that is not when it was recorded."""
    learned_ms: int | None = None
    """When its signer learned of it, if later than it happened."""
    shooting_day: int = 0
    """The shooting day it belongs to, yyyymmdd; 0 when not known."""
    date: int = 0
    """The date by the local calendar, yyyymmdd; 0 when not known."""
    index: int = -1
    """Leaf index of its entry; -1 before it has one."""
    entry: str = ""
    """Id of its entry; empty before it has one."""

    @property
    def type(self) -> ActType:
        """Its declaration."""
        return VOCABULARY[self.name]

    @property
    def late(self) -> bool:
        """True when it was recorded more than LATE_SECONDS after it happened."""
        if self.happened_ms is None:
            return False
        return self.at_ms - self.happened_ms > LATE_SECONDS * 1000

    def text(self, name: str) -> str:
        """A text field; empty when it is absent."""
        value = self.fields.get(name, "")
        if not isinstance(value, str):
            raise InvariantBroken(f"`{name}` of `{self.name}` is not a text")
        return value

    def number(self, name: str) -> int:
        """An integer field; 0 when it is absent."""
        value = self.fields.get(name, 0)
        if not isinstance(value, int):
            raise InvariantBroken(f"`{name}` of `{self.name}` is not an integer")
        return value

    def listed(self, name: str) -> tuple[str, ...]:
        """A list field; empty when it is absent."""
        value = self.fields.get(name, ())
        if not isinstance(value, tuple):
            raise InvariantBroken(f"`{name}` of `{self.name}` is not a list")
        return value

    def has(self, name: str) -> bool:
        """True when the field is present."""
        return name in self.fields

    def recorded(self, *, at_ms: int, index: int, entry: str) -> Act:
        """The same act, placed in the record."""
        return replace(self, at_ms=at_ms, index=index, entry=entry)


def parse_act(
    name: str,
    fields: Mapping[str, object],
    *,
    at_ms: int = 0,
    happened_ms: int | None = None,
    learned_ms: int | None = None,
    shooting_day: int = 0,
    date: int = 0,
    index: int = -1,
    entry: str = "",
) -> Act:
    """Read an act as a person or a file sends it, and bring its fields into their one form.

    Args:
        name: an act's name, a verb of the vocabulary.
        fields: by name; a single value may stand for a list of one; empty optional ones are
            left out.
        at_ms: when it was recorded, milliseconds since the epoch.
        happened_ms: when it happened, if not then.
        learned_ms: when its signer learned of it, if later.
        shooting_day: yyyymmdd, or 0.
        date: local calendar date, yyyymmdd, or 0.
        index: leaf index, or -1.
        entry: entry id, or empty.

    Raises:
        UnknownActError, UnknownFieldError: no such name; the hint offers the nearest.
        MissingFieldError: a field it cannot do without is absent.
        BadFieldError: a value of the wrong type, outside its limits, or not one of its words.

    >>> act = parse_act("draw", {"weapon": "colt-2", "by": "ada", "place": "truck"})
    >>> act.text("weapon")
    'colt-2'
    """
    act_type = _act_type(name)
    parsed: dict[str, FieldValue] = {}
    for given in fields:
        if act_type.field(given) is None:
            raise UnknownFieldError(
                f"`{name}` has no field `{given}`",
                hint=nearest(given, (one.name for one in act_type.fields))
                or f"its fields are: {', '.join(one.name for one in act_type.fields) or 'none'}",
            )
    for field in act_type.fields:
        value = None
        if field.name in fields:
            value = parse_field(field, fields[field.name], act=name)
        if value is not None:
            parsed[field.name] = value
        elif not field.optional:
            raise MissingFieldError(f"`{name}` needs `{field.name}`", hint=_needs(act_type))
    if act_type.one_of and not any(one in parsed for one in act_type.one_of):
        listed = " or ".join(f"`{one}`" for one in act_type.one_of)
        raise MissingFieldError(f"`{name}` needs {listed}", hint=_needs(act_type))
    for moment in (at_ms, happened_ms, learned_ms):
        if moment is not None and not 0 <= moment <= MS_MAX:
            raise BadFieldError(f"`{moment}` is not a time in milliseconds")
    return Act(
        name=name,
        fields=MappingProxyType(parsed),
        at_ms=at_ms,
        happened_ms=happened_ms,
        learned_ms=learned_ms,
        shooting_day=shooting_day,
        date=date,
        index=index,
        entry=entry,
    )


def _act_type(name: str) -> ActType:
    """The declaration of this name."""
    found = VOCABULARY.get(name)
    if found is not None:
        return found
    for act_type in VOCABULARY.values():
        if any(head.predicate == name for head in act_type.heads):
            raise UnknownActError(
                f"`{name}` is what follows from an act, not an act",
                hint=f"enter `{act_type.name}`",
            )
    raise UnknownActError(f"`{name}` is not an act", hint=nearest(name, VOCABULARY))


def _needs(act_type: ActType) -> str:
    """A hint listing the fields that are always needed."""
    needed = ", ".join(f"`{one.name}`" for one in act_type.fields if not one.optional)
    return f"`{act_type.name}` always needs {needed}" if needed else ""
