"""Reading an act as people write it: labels for people, names that have been said before.

A person is called by their label; the record knows them by id. Everything else an act names must
have been entered before (a weapon received, a lot received), so that a slip of the pen is an error
at the keyboard and not a new weapon in the record.
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Any

from provesafe import custody
from provesafe.errors import InputError
from provesafe.service.disclosing import LABEL, NAME
from provesafe.service.production import Production

__all__ = ["UnknownThingError", "introduce", "read_act"]


class UnknownThingError(InputError):
    """An act names a weapon or a lot that nobody has entered."""

    code = "service.unknown_thing"


INTRODUCES: Mapping[str, str] = MappingProxyType(
    {"enrol": "person", "receive_weapon": "weapon", "receive_lot": "lot"}
)
"""The acts that bring a new name in, and the field it stands in."""


def read_act(
    production: Production,
    name: str,
    fields: Mapping[str, Any],
    *,
    happened_ms: int | None = None,
    learned_ms: int | None = None,
    coming: Container[str] = (),
) -> custody.Act:
    """Read one act as a person wrote it.

    Args:
        production: knows who and what has been entered.
        name: the act's name.
        fields: by name, people by label; an enrolment's person may be new.
        happened_ms: when it happened, if that is not now.
        learned_ms: when whoever enters it learned of it, if later.
        coming: weapons and lots that come in with the same entry.

    Raises:
        InputError: the act, a field, a person or a thing is not known, with the nearest that is.
    """
    given = dict(fields)
    act_type = custody.VOCABULARY.get(name)
    if act_type is not None:
        for field in act_type.fields:
            if field.kind == "person" and field.name in given:
                if INTRODUCES.get(name) == field.name:
                    given[field.name] = introduce(production, str(given[field.name]))
                    continue
                given[field.name] = _people(production, given[field.name])
    act = custody.parse_act(name, given, happened_ms=happened_ms, learned_ms=learned_ms)
    if INTRODUCES.get(name) not in ("weapon", "lot"):
        _check_known(act, "weapon", production.state.weapons, coming)
        _check_known(act, "lot", production.state.lots, coming)
    return act


def introduce(production: Production, label: str, name: str = "") -> str:
    """The record's id for a person of this label; a new one where there is none yet.

    The label and the name go to the disclosures, kept apart from the entries.

    Args:
        production: takes the person in.
        label: the short word they are called by.
        name: the name shown beside it; empty for none.
    """
    known = production.people.ids.get(label)
    told_already = not name or production.people.names.get(known or "") == name
    if known is not None and told_already and _is_awaited_or_enrolled(production, known):
        return known
    person_id = known or production.new_person_id()
    people = production.people.with_person(person_id, label, name)
    facts = {LABEL: label, NAME: name} if name else {LABEL: label}
    awaiting = production.undisclosed.setdefault(person_id, [])
    told = production.disclosures.put(person_id, facts)
    awaiting.extend(one for one in told if one not in awaiting)
    production.people = people
    return person_id


def _is_awaited_or_enrolled(production: Production, person_id: str) -> bool:
    """Whether the digests of a person's label stand in the record, or in its next enrolment.

    They do not when the program ended between keeping a label and entering the enrolment.
    """
    return person_id in production.undisclosed or production.state.enrolled(person_id)


def _people(production: Production, value: object) -> object:
    if isinstance(value, list | tuple):
        return [_people(production, one) for one in value]
    return production.people.id_of(value) if isinstance(value, str) else value


def _check_known(
    act: custody.Act, kind: str, known: Mapping[str, object], coming: Container[str]
) -> None:
    for field in act.type.fields:
        if field.kind != kind or field.name not in act.fields:
            continue
        value = act.fields[field.name]
        for one in value if isinstance(value, tuple) else (value,):
            if one not in known and one not in coming:
                close = difflib.get_close_matches(str(one), known, n=1)
                enter = "receive_weapon" if kind == "weapon" else "receive_lot"
                raise UnknownThingError(
                    f"no {kind} `{one}` has been entered",
                    hint=f"did you mean `{close[0]}`?" if close else f"enter it first: `{enter}`",
                )
