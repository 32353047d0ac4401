"""What may stand in a field of an act: its type, its limits, its one canonical form.

A field is a name and a kind; it may be optional, and it may be a list. Kinds:

    weapon person lot set-up place item id   a short name of one thing, unique in the production
    role                                     a role word, or `x-` and a word of the house
    name                                     a short phrase that rules may ask for (an agenda item)
    text                                     one line
    words                                    what somebody said or wrote, kept as it is
    enum                                     one of a few words
    count                                    an integer from 0, with limits
    day                                      a date as the integer yyyymmdd
    ms                                       milliseconds since the epoch

Reading is kind to people (spaces at the ends go, one value stands for a list of one, a repeated
element counts once); the stored form is strict, see `codec`. An absent optional field is absent,
never an empty text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from provesafe.custody.errors import BadFieldError, nearest

__all__ = [
    "COUNT_MAX",
    "LIST_MAX",
    "NAME_CHARACTERS_MAX",
    "ROLES",
    "TEXT_CHARACTERS_MAX",
    "WORDS_CHARACTERS_MAX",
    "Field",
    "FieldValue",
    "Kind",
    "Scalar",
    "parse_field",
]

Scalar: TypeAlias = int | str
FieldValue: TypeAlias = int | str | tuple[str, ...]
Kind: TypeAlias = Literal[
    "weapon",
    "person",
    "lot",
    "set-up",
    "place",
    "item",
    "id",
    "role",
    "name",
    "text",
    "words",
    "enum",
    "count",
    "day",
    "ms",
]

NAME_CHARACTERS_MAX = 80  # LIMIT: a label on a card or a badge is read at arm's length.
TEXT_CHARACTERS_MAX = 200  # LIMIT: one line of a printed sheet.
WORDS_CHARACTERS_MAX = 2000  # LIMIT: half a page; longer accounts belong to the case file.
LIST_MAX = (
    500  # LIMIT: the largest roll of a battle day, so that one act stays one screen of facts.
)
COUNT_MAX = 1_000_000  # LIMIT: above any production's rounds; keeps sums far from 2**53.
MS_MAX = 2**53 - 1  # LIMIT: the largest integer that canonical JSON carries exactly.

_INTEGER_KINDS = frozenset({"count", "day", "ms"})

ROLES: tuple[str, ...] = (
    "armorer",
    "property-master",
    "assistant-property-master",
    "first-ad",
    "second-ad",
    "director",
    "director-of-photography",
    "camera",
    "performer",
    "stunt-performer",
    "stunt-coordinator",
    "safety-advisor",
    "safety-representative",
    "medic",
    "producer",
    "stage-manager",
    "handler",
    "location-manager",
    "special-effects",
    "costume",
    "crew",
    "props",
    # Beyond the words that shipped rules ask for: trades that stand near weapons.
    "fight-director",
    "line-producer",
    "production-manager",
    "stand-in",
    "extra",
    "grip",
    "sound",
    "script-supervisor",
    "union-witness",
    "contact-person",
    "police-officer",
    "supplier",
    "guest",
)
"""Role words; a house adds its own with the prefix `x-`, so that a slip of the pen is caught."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an act type."""

    name: str
    kind: Kind
    optional: bool = False
    many: bool = False
    """A list, in the order given, without repetition. An optional list may be empty."""
    values: tuple[str, ...] = ()
    """The words of an enum, in the order a screen offers them."""
    usual: tuple[str, ...] = ()
    """Words that shipped rules ask for, offered first; others are accepted."""
    low: int = 0
    high: int = COUNT_MAX

    @property
    def is_integer(self) -> bool:
        """True when its facts carry an integer, false when they carry text."""
        return self.kind in _INTEGER_KINDS

    def maybe(self) -> Field:
        """The same field, optional."""
        return replace(self, optional=True)

    def named(self, name: str) -> Field:
        """The same field under another name."""
        return replace(self, name=name)


def parse_field(field: Field, value: object, *, act: str) -> FieldValue | None:
    """Read one value for `field`; None when an optional field was left empty.

    Args:
        field: the declaration.
        value: as sent: text, integer, or a list of texts.
        act: the act's name, for messages.

    Raises:
        BadFieldError: wrong type, outside the limits, or not one of the field's words.
    """
    if field.many:
        return _parse_list(field, value, act=act)
    return _parse_scalar(field, value, act=act)


def _parse_list(field: Field, value: object, *, act: str) -> tuple[str, ...] | None:
    """Read a list; a single value stands for a list of one."""
    given = list(value) if isinstance(value, list | tuple) else [value]
    if len(given) > LIST_MAX:
        raise BadFieldError(
            f"`{field.name}` of `{act}` has {len(given)} elements, at most {LIST_MAX} are taken",
            hint="enter the act in several parts",
        )
    elements: dict[str, None] = {}
    for one in given:
        parsed = _parse_scalar(field, one, act=act)
        if parsed is not None:
            elements[str(parsed)] = None
    return tuple(elements) or None


def _parse_scalar(field: Field, value: object, *, act: str) -> Scalar | None:
    """Read one text or integer."""
    if field.is_integer:
        return _parse_integer(field, value, act=act)
    if not isinstance(value, str):
        raise BadFieldError(f"`{field.name}` of `{act}` takes text, not {_shape(value)}")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        if field.optional or field.many:
            return None
        raise BadFieldError(f"`{field.name}` of `{act}` is empty")
    _check_characters(field, text, act=act)
    if field.kind == "enum" and text not in field.values:
        raise BadFieldError(
            f"`{text}` is not a value of `{field.name}` of `{act}`",
            hint=nearest(text, field.values) or f"it is one of: {', '.join(field.values)}",
        )
    if field.kind == "role" and text not in ROLES and not _HOUSE_ROLE.fullmatch(text):
        raise BadFieldError(
            f"`{text}` is not a role word",
            hint=nearest(text, ROLES) or "a role of your house is written `x-` and a word",
        )
    return text


_HOUSE_ROLE = re.compile(r"x-[a-z0-9]+(-[a-z0-9]+)*")
_LENGTHS: dict[str, int] = {"text": TEXT_CHARACTERS_MAX, "words": WORDS_CHARACTERS_MAX}
# A quote or a backslash in a name would need escaping in every foreign log format.
_NOT_IN_NAMES = re.compile(r"[\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_WORDS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _check_characters(field: Field, text: str, *, act: str) -> None:
    """Refuse texts that are too long or hold characters that do not print."""
    longest = _LENGTHS.get(field.kind, NAME_CHARACTERS_MAX)
    if len(text) > longest:
        raise BadFieldError(
            f"`{field.name}` of `{act}` has {len(text)} characters, at most {longest} are taken"
        )
    forbidden = {"words": _NOT_IN_WORDS, "text": _NOT_IN_TEXT}.get(field.kind, _NOT_IN_NAMES)
    found = forbidden.search(text)
    if found:
        raise BadFieldError(
            f"`{field.name}` of `{act}` holds the character U+{ord(found.group()):04X},"
            " which is not taken here"
        )


def _parse_integer(field: Field, value: object, *, act: str) -> int:
    """Read an integer within the field's limits."""
    # bool is an int in Python; a yes or no is never a number here.
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadFieldError(f"`{field.name}` of `{act}` takes an integer, not {_shape(value)}")
    if field.kind == "day":
        if not _is_date(value):
            raise BadFieldError(
                f"`{value}` in `{field.name}` of `{act}` is not a date",
                hint="write the date as yyyymmdd, for example 20260302",
            )
        return value
    high = MS_MAX if field.kind == "ms" else field.high
    if not field.low <= value <= high:
        raise BadFieldError(
            f"`{field.name}` of `{act}` is {value}, it may be from {field.low} to {high}"
        )
    return value


_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_date(day: int) -> bool:
    """True for a Gregorian yyyymmdd from 1900 to 2999.

    Counted here because a core room keeps clear of the clock's module.
    """
    year, rest = divmod(day, 10_000)
    month, number = divmod(rest, 100)
    if not (1900 <= year <= 2999 and 1 <= month <= 12 and number >= 1):
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return number <= _MONTH_DAYS[month - 1] + (1 if leap and month == 2 else 0)


def _shape(value: object) -> str:
    """The user's word for what was sent."""
    match value:
        case bool():
            return "true or false"
        case int():
            return "an integer"
        case str():
            return "text"
        case float():
            return "a decimal number"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case _:
            return "a structure"
