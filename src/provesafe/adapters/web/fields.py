"""How the fields of an act are asked for on a page, and read from what a page sent.

People, weapons and lots are picked from those that have been entered; the words of the declaration
are offered where it has any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provesafe import custody
from provesafe.adapters.saying import say_in
from provesafe.adapters.web.names import field_name, people_options, value_name
from provesafe.adapters.web.pages import Form, one, several
from provesafe.adapters.web.visitors import Visitor
from provesafe.errors import InputError
from provesafe.service import Production

__all__ = ["AskedField", "asked_field", "each_of", "read_fields"]


BATCH_MAX = 64
"""LIMIT: as many people as one entry rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """One field as the form asks for it."""

    name: str
    said: str
    shape: str
    """choice, several, pick, words, number, day or text."""
    optional: bool
    options: tuple[tuple[str, str], ...] = ()
    value: tuple[str, ...] = ()
    free: bool = False
    """Whether other words than the options are taken too."""
    low: int = 0
    high: int = 0


def read_fields(form: Form, act: str) -> dict[str, Any]:
    """The fields of an act as the form sent them; what was left empty is left out."""
    read: dict[str, Any] = {}
    for field in custody.VOCABULARY[act].fields:
        values = several(form, field.name)
        text = one(form, field.name).replace("\r", "").strip()
        if not values:
            continue
        if field.many:
            read[field.name] = values
        elif field.kind == "day":
            digits = text.replace("-", "")
            read[field.name] = int(digits) if digits.isascii() and digits.isdecimal() else text
        elif field.is_integer:
            read[field.name] = int(text) if text.isascii() and text.isdecimal() else text
        else:
            read[field.name] = text
    return read


def asked_field(
    production: Production,
    field: custody.Field,
    act: str,
    given: Mapping[str, Sequence[str]],
    visitor: Visitor,
) -> AskedField:
    """How one field is asked for."""
    value = tuple(given.get(field.name, ()))
    if not value and field.name == "by":
        value = (visitor.person,)
    shape, options, free = _shape(production, field, act)
    say = say_in(visitor.language)
    limits = {"name": 80, "text": 200}.get(field.kind, 80)
    return AskedField(
        name=field.name,
        said=say(field_name(field.name)),
        shape=shape,
        optional=field.optional,
        options=tuple(
            (value, say(said) if field.kind in _WORDED else said) for value, said in options
        ),
        value=value,
        free=free,
        low=field.low,
        high=field.high if field.is_integer else limits,
    )


_WORDED = frozenset({"role", "enum", "text", "name", "id", "words"})
"""Kinds of fields whose options are words of ours; the others offer what people entered."""


def _shape(
    production: Production, field: custody.Field, act: str
) -> tuple[str, list[tuple[str, str]], bool]:
    """The shape of a field, what it offers, and whether other words are taken too."""
    state = production.state
    new = (act, field.name) in (
        ("enrol", "person"),
        ("receive_weapon", "weapon"),
        ("receive_lot", "lot"),
    )
    options: list[tuple[str, str]] = []
    match field.kind:
        case "person":
            options = [(each["id"], each["name"]) for each in people_options(production)]
        case "weapon":
            options = [(each, each) for each in sorted(state.weapons)]
        case "lot":
            options = [(each, each) for each in sorted(state.lots)]
        case "item":
            options = [(each, each) for each in (*sorted(state.weapons), *sorted(state.lots))]
        case "role":
            options = [(each, value_name(each)) for each in custody.ROLES]
        case "set-up":
            known = {*state.set_ups, *(set_up for set_up, _ in state.plans)}
            options = [(each, each) for each in sorted(known)]
        case "place":
            known = {*state.places, *(each.place for each in state.weapons.values())}
            options = [(each, each) for each in sorted(known - {""})]
        case "enum":
            options = [(each, value_name(each)) for each in field.values]
        case _:
            options = [(each, value_name(each)) for each in field.usual]
    if new:
        return "text", [], False
    if field.many:
        return "several", options, field.kind in ("name", "id", "text", "place")
    if field.kind == "enum":
        return "choice", options, False
    if field.kind in ("person", "weapon", "lot", "item", "role"):
        return "pick", options, False
    shapes = {"words": "words", "count": "number", "ms": "number", "day": "day"}
    return shapes.get(field.kind, "text"), options, True


def each_of(form: Form, act: str) -> list[dict[str, Any]]:
    """The fields of each act that a form is about: one, or one for each that was ticked.

    `each` says what was ticked, weapons or people; what differs from one to the next is sent as
    `{weapon}.{field}`.

    Raises:
        InputError: nothing was ticked, or more than a page offers.
    """
    each = one(form, "each")
    if each not in ("weapon", "person"):
        return [read_fields(form, act)]
    ticked = dict.fromkeys(several(form, each))
    if not ticked or len(ticked) > BATCH_MAX:
        raise InputError(f"tick one or more, {BATCH_MAX} at most")
    return [read_fields({**form, **_own(form, thing), each: [thing]}, act) for thing in ticked]


def _own(form: Form, thing: str) -> dict[str, list[str]]:
    """What a form says of one thing alone."""
    return {
        name.removeprefix(f"{thing}."): values
        for name, values in form.items()
        if name.startswith(f"{thing}.")
    }
