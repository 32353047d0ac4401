"""A record's entries as lines of the case: who entered what, on whose word, by which means.

An entry is its signer's statement: its observer is whoever did it, as entered, so that somebody's
entry and somebody's interview are one observer's. It waits for nobody: it stands in the record as
it was signed, and nobody corrects it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from provesafe.casefile.model.happening import OCCURRED, Event
from provesafe.casefile.model.line import Account, Assertion
from provesafe.casefile.model.people import Party, PartyRole
from provesafe.casefile.record.reading import RecordReading, said_ms
from provesafe.custody import Act, sentence

__all__ = [
    "KINDS",
    "entered_events",
    "entered_lines",
    "entered_parties",
    "kind_of",
]

_PEOPLE = frozenset({"giver", "taker", "doer", "person"})

KINDS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "hand_over": ("hand-over", {"giver": "by", "taker": "to"}),
        "return_weapon": ("hand-over", {"giver": "by", "taker": "to"}),
        "show": (
            "showing",
            {"giver": "by", "taker": "to", "contents": "contents", "means": "means"},
        ),
        "tell": ("assurance", {"giver": "by", "taker": "to", "words": "words"}),
        "call": ("call", {"doer": "by", "words": "words"}),
        "direct": ("direction", {"giver": "by", "taker": "to", "aim": "aim"}),
        "inspect": ("check", {"doer": "by", "contents": "found"}),
        "check_rounds": ("check", {"doer": "by", "means": "means"}),
        "check_bore": ("check", {"doer": "by", "means": "means"}),
        "load": ("loading", {"doer": "by", "contents": "kind"}),
        "unload": ("loading", {"doer": "by"}),
        "discharge": ("discharge", {"doer": "by", "how": "how"}),
        "fire": ("discharge", {"doer": "by"}),
    }
)
"""The kind of event that each act is, and which of its fields fill which slots."""


def kind_of(act: Act) -> str:
    """The kind of event an act is; its own name where a case has no kind for it."""
    return KINDS.get(act.name, (act.name.replace("_", " "), {}))[0]


def entered_lines(reading: RecordReading) -> tuple[Account, ...]:
    """Every entry about the use as a line."""
    return tuple(_line(reading, act, line) for line, act in _numbered(reading))


def entered_events(reading: RecordReading) -> tuple[Event, ...]:
    """Every entry as an event, to the minute its signer gives."""
    found = []
    for line, act in _numbered(reading):
        time = reading.entered(
            act, number=f"{line}.t", line=line, text="as entered", at_ms=said_ms(act)
        )
        weapon = act.fields.get("weapon", "")
        found.append(
            Event(
                id=f"{line}.x",
                kind=kind_of(act),
                cites=(reading.ref(act),),
                times=(time,),
                weapon=weapon if isinstance(weapon, str) else reading.weapon,
            )
        )
    return tuple(found)


def entered_parties(reading: RecordReading) -> tuple[Party, ...]:
    """Everybody the record knows who had a part, by role."""
    people = [one.person for one in reading.involved]
    for act in reading.acts:
        people += _named(act)
    people += [person for owed in reading.owed for person in owed.people]
    return tuple(
        Party(
            id=reading.party(person),
            kind="person",
            role=reading.label(person),
            roles=(PartyRole(text=reading.roles[person], how="entered"),),
            person=person,
            record=reading.people_in,
        )
        for person in dict.fromkeys(people)
        if person in reading.roles
    )


def _numbered(reading: RecordReading) -> Iterator[tuple[str, Act]]:
    """Each act with its line's id: `S2.e17`, and `S2.e17-2` for the second act of one entry."""
    seen: dict[int, int] = {}
    for act in reading.acts:
        seen[act.index] = seen.get(act.index, 0) + 1
        tail = f"-{seen[act.index]}" if seen[act.index] > 1 else ""
        yield f"{reading.source}.e{act.index}{tail}", act


def _line(reading: RecordReading, act: Act, line: str) -> Account:
    by = act.text("by") if isinstance(act.fields.get("by"), str) else ""
    after = reading.is_after(act)
    return Account(
        id=line,
        source=reading.place,
        basis="entered later" if act.late or after else "entered then",
        text=sentence(act, names=reading.labels),
        cites=(reading.ref(act),),
        observer=reading.party(by) if by in reading.roles else "",
        state="entered",
        after_incident=after,
        form="entry",
        speaker_how="entered",
        about=tuple(_about(reading, act, f"{line}.x")),
        at_ms=said_ms(act),
        means=str(act.fields.get("means", "")),
    )


def _about(reading: RecordReading, act: Act, event: str) -> Iterator[Assertion]:
    yield Assertion(event=event, slot=OCCURRED)
    slots = KINDS.get(act.name, ("", {"doer": "by"}))[1]
    if "weapon" in act.fields:
        yield Assertion(event=event, slot="weapon", value=str(act.fields["weapon"]))
    for slot, field in slots.items():
        value = act.fields.get(field)
        for each in value if isinstance(value, tuple) else (value,):
            if each is None:
                continue
            word = reading.party(str(each)) if slot in _PEOPLE else str(each)
            yield Assertion(event=event, slot=slot, value=word)
    if act.name == "load":
        count = act.number("count")
        yield Assertion(event=event, slot="count", least=count, most=count, unit="rounds")


def _named(act: Act) -> list[str]:
    found: list[str] = []
    for field in act.type.fields:
        value = act.fields.get(field.name)
        if field.kind == "person" and value is not None:
            found += value if isinstance(value, tuple) else [str(value)]
    return found
