"""Lines that wait for a person: what each says, where, and what may be changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from provesafe.adapters.web.caseroom.room import place_link
from provesafe.casefile import CHANGES, Case, Cite, DifferenceState, Party, place_words

__all__ = ["FIELDS_SAID", "STATES", "Changeable", "WaitingLine", "correctable", "waiting_lines"]

STATES: tuple[str, ...] = get_args(DifferenceState)
"""What a person may say of texts side by side."""

FIELDS_SAID: Mapping[str, str] = MappingProxyType(
    {
        "about": "What it says of which event (event, slot, value: E2 giver P4)",
        "basis": "What it rests on",
        "recipient": "To whom",
        "speaker": "Who said it",
        "speaks_for": "For whom they speak",
        "person": "Who they are in a record (S2.P-…)",
        "same_as": "One with, in another source (S1.P3)",
        "weapon": "Which weapon of the record",
        "after": "What the time counts from (E4)",
        "edtf": "When, as a date or a range (2026-03-02)",
    }
)
"""What the page calls each field that may be changed."""

_HEADINGS = (
    ("C", "What somebody said"),
    ("V", "What the publication states"),
    ("P", "People and bodies"),
    ("E", "Events"),
    ("T", "Times"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A line as the staging list shows it.

    Attributes:
        id: its id.
        words: what stands there.
        facts: how the file reads it: who spoke, to whom, of which kind, when.
        places: where it stands, each with where that is shown.
    """

    id: str
    words: str
    facts: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    """A line with the fields that may be changed in it: name, what it is now, what it can be."""

    id: str
    words: str
    state: str
    fields: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


def waiting_lines(case: Case) -> tuple[tuple[str, tuple[WaitingLine, ...]], ...]:
    """Everything that waits, by kind."""
    known = _known(case)
    groups = []
    for letter, heading in _HEADINGS:
        lines = tuple(
            known[line]
            for line, state in case.states.items()
            if state == "waiting" and line in known and _letter(line) == letter
        )
        if lines:
            groups.append((heading, lines))
    return tuple(groups)


def correctable(case: Case, line: str) -> Changeable | None:
    """A line and what may be changed in it; None if there is no such line."""
    found = _known(case).get(line)
    names = CHANGES.get(_letter(line))
    if found is None or names is None:
        return None
    now = _now(case, line)
    return Changeable(
        id=line,
        words=found.words,
        state=case.states.get(line, ""),
        fields=tuple((name, now.get(name, ""), _choices(case, name)) for name in sorted(names)),
    )


def _letter(line: str) -> str:
    return line.partition(".")[2][:1]


def _known(case: Case) -> dict[str, WaitingLine]:
    """Every line that can wait, by id."""
    found: dict[str, WaitingLine] = {}
    for one in (*case.accounts, *case.waiting, *case.dropped):
        who = _called(case, one.observer) or "nobody the text names"
        facts = [f"said by {who}", one.form, one.basis]
        if one.recipient:
            facts.append(f"to {_called(case, one.recipient)}")
        if one.parent:
            facts.append(f"told within {one.parent}")
        found[one.id] = _line(one.id, one.text, facts, one.cites)
    for party in case.parties:
        roles = [f"“{role.text}” ({role.how})" for role in party.roles]
        facts = [party.kind, f"called {party.role}", *roles]
        found[party.id] = _line(party.id, _name(case, party), facts, party.mentions[:3])
    for event in case.events:
        times = [one.edtf or f"“{one.text}”, not placed" for one in event.times]
        found[event.id] = _line(event.id, event.kind, times, event.cites[:3])
    for time in case.times:
        placed = time.edtf or "not placed"
        found[time.id] = _line(time.id, f"“{time.text}”", [placed, time.how], time.cites[:1])
    return found


def _line(line: str, words: str, facts: Sequence[str], cites: Sequence[Cite]) -> WaitingLine:
    return WaitingLine(
        id=line,
        words=" ".join(words.split()),
        facts=tuple(one for one in facts if one),
        places=tuple((place_words(one), place_link(one)) for one in cites),
    )


def _name(case: Case, party: Party) -> str:
    return next((one.text for one in case.names if one.party == party.id), party.role)


def _called(case: Case, party: str) -> str:
    found = case.party(party) if party else None
    return _name(case, found) if found else ""


def _now(case: Case, line: str) -> dict[str, str]:
    """What the file now has in the fields that may be changed, as far as one word says it."""
    account, party, event = case.account(line), case.party(line), case.event(line)
    if account is not None:
        return {
            "speaker": account.observer,
            "recipient": account.recipient,
            "basis": account.basis,
        }
    if party is not None:
        return {"role": party.role, "speaks_for": party.speaks_for, "kind": party.kind}
    if event is not None:
        return {"kind": event.kind, "weapon": event.weapon}
    return {}


def _choices(case: Case, name: str) -> tuple[tuple[str, str], ...]:
    """What a field can be picked from; nothing where it is typed."""
    if name in ("speaker", "recipient", "speaks_for"):
        return (("", "not recorded"), *((one.id, _name(case, one)) for one in case.parties))
    if name == "basis":
        return tuple((one, one) for one in ("said", "expected", "opinion"))
    return ()
