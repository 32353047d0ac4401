"""From what the audit found to the duty matrix: for each occasion, what stands in which column.

    entered done                 entries of the act that meets it
    said done, said not done     lines that say so, of that kind of event
    entered not done             an entry that says it was not: "was told, not shown"; or the act
                                 itself, where nothing but not doing it would have met the rule
    no entry, record open        nothing, and whoever owed it could have entered it
    record could not receive     nothing, and nobody could have

What was entered too late, or no longer stood, stands under "entered done" with its form beside it:
no column says that somebody did not do what an entry says they did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provesafe.casefile.comparing.assertions import compared
from provesafe.casefile.model.duty import CELLS, Cell, Duty, DutyForm, DutyLevel, Grade, Known
from provesafe.casefile.model.happening import OCCURRED, Event
from provesafe.casefile.model.line import Account
from provesafe.casefile.model.places import Cite, EntryRef
from provesafe.casefile.record.entries import KINDS
from provesafe.casefile.record.reading import Owed, RecordReading, said_ms
from provesafe.custody import Act

__all__ = ["duties_of", "known_by"]

_LEVELS: tuple[tuple[frozenset[str], DutyLevel], ...] = (
    (frozenset({"producer", "production manager", "unit production manager"}), "production"),
    (frozenset({"studio", "company"}), "company"),
    (frozenset({"authority"}), "regulator"),
    (
        frozenset({"armorer", "property master", "assistant property master", "handler"}),
        "department",
    ),
)
_CONSISTENCY = "custody"
"""The rulebook of the record's own consistency."""

_TOLD = ("tell", "tell_cause", "direct", "brief_late")


def duties_of(
    reading: RecordReading, accounts: Sequence[Account], events: Sequence[Event]
) -> tuple[Duty, ...]:
    """Every duty of the use, in order of time; those of the production come first.

    Args:
        reading: the record and what the audit found.
        accounts: the lines that were taken over.
        events: the case's events.
    """
    duties = [
        _duty(reading, owed, f"{reading.source}.Q{number}", accounts, events)
        for number, owed in enumerate(reading.owed, start=1)
        if owed.outcome != "met" or _is_done(owed)
    ]
    order = ("production", "company", "regulator", "department", "set")
    return tuple(sorted(duties, key=lambda one: (order.index(one.level), one.opened_ms or 0)))


def _is_done(owed: Owed) -> bool:
    """Whether meeting it takes doing something that an entry can show.

    What only forbids is met by nothing, and what keeps the record consistent is nobody's duty:
    these stand in the matrix where something stood against them.
    """
    return bool(owed.act) and not owed.rule.startswith(f"{_CONSISTENCY}/")


def known_by(reading: RecordReading, person: str, until_ms: int) -> tuple[Known, ...]:
    """What somebody had been shown, been told or had learned by a moment.

    Args:
        reading: the record.
        person: their id in it.
        until_ms: the moment; what was entered later of earlier is in, by when it happened.
    """
    return tuple(
        found
        for act in reading.acts
        for found in _knowing(reading, act, person)
        if found.at_ms <= until_ms
    )


def _knowing(reading: RecordReading, act: Act, person: str) -> Iterator[Known]:
    ref = reading.ref(act)
    party = reading.party(person)
    to = act.fields.get("to")
    named = person in to if isinstance(to, tuple) else to == person
    in_view = act.fields.get("in_view", ())
    if (act.name == "show" and named) or (isinstance(in_view, tuple) and person in in_view):
        at_ms = said_ms(act)
        yield Known(party=party, how="was shown", words=ref.words, at_ms=at_ms, cites=(ref,))
    elif act.name in _TOLD and named:
        at_ms = said_ms(act)
        yield Known(party=party, how="was told", words=ref.words, at_ms=at_ms, cites=(ref,))
    if act.learned_ms is not None and act.fields.get("by") == person:
        at_ms = act.learned_ms
        yield Known(party=party, how="learned", words=ref.words, at_ms=at_ms, cites=(ref,))


def _duty(
    reading: RecordReading,
    owed: Owed,
    number: str,
    accounts: Sequence[Account],
    events: Sequence[Event],
) -> Duty:
    occasion = _occasion(reading, owed)
    found, form = _entered(reading, owed, occasion)
    for grade, lines in _said(reading, owed, accounts, events):
        found[grade] = (lines, tuple(cite for one in lines for cite in one.cites))
    known = [one for person in owed.people for one in known_by(reading, person, owed.at_ms)]
    return Duty(
        id=number,
        rule=owed.rule,
        version=owed.version,
        title=owed.title,
        text=owed.text,
        document=owed.document,
        section=owed.section,
        standing=owed.standing,
        weight=owed.weight,
        level=_level(owed.roles),
        roles=owed.roles,
        holders=tuple(reading.party(person) for person in owed.people),
        occasion=occasion,
        opened_ms=owed.at_ms,
        due_ms=owed.due_ms,
        would_show=owed.would_show,
        form=form,
        cells=tuple(
            Cell(grade=grade, lines=tuple(one.id for one in found[grade][0]), cites=found[grade][1])
            for grade in CELLS
            if grade in found
        ),
        known=tuple(known),
    )


_Cells = dict[Grade, tuple[tuple[Account, ...], tuple[Cite, ...]]]


def _occasion(reading: RecordReading, owed: Owed) -> EntryRef:
    act = next((one for one in reading.acts if one.index == owed.leaf), None)
    if act is not None:
        return reading.ref(act)
    return EntryRef(source=reading.place, entry=owed.leaf, recorded_ms=owed.at_ms)


def _entered(reading: RecordReading, owed: Owed, occasion: EntryRef) -> tuple[_Cells, DutyForm]:
    """What entries say of it, and in which form it was done otherwise."""
    rows = [act for act in reading.acts if act.name == owed.act and _of(act, owed, reading)]
    before = [act for act in rows if said_ms(act) <= owed.at_ms]
    if owed.outcome == "met":
        refs = tuple(reading.ref(act) for act in before[-1:]) or (occasion,)
        return {"entered done": ((), refs)}, ""
    if owed.outcome == "pending":
        return {}, ""
    if not owed.act:
        return {"entered not done": ((), (occasion,))}, "otherwise than asked"
    found: _Cells = {}
    not_done = [reading.ref(act) for act in reading.acts if _says_not(act, owed, reading)]
    if not_done:
        found["entered not done"] = ((), tuple(not_done))
    if _is_the_occasion(reading, owed):
        # What mends it is the same act done otherwise: that it was done says nothing of how.
        if not not_done:
            found[_silence(reading, owed)] = ((), (occasion,))
        return found, "otherwise than asked"
    if owed.due_ms is not None:
        # What was done before it was owed is no answer to it.
        rows, before = [act for act in rows if act not in before], []
    if rows:
        found["entered done"] = ((), tuple(reading.ref(act) for act in rows))
        return found, "ended early" if before else "out of time or order"
    if not_done:
        return found, ""
    found[_silence(reading, owed)] = ((), (occasion,))
    return found, "no entry of it"


def _is_the_occasion(reading: RecordReading, owed: Owed) -> bool:
    """Whether the act that would mend it is the one that called for it."""
    return any(act.index == owed.leaf and act.name == owed.act for act in reading.acts)


def _silence(reading: RecordReading, owed: Owed) -> Grade:
    """Whether any of those who owed it could have entered it while there was time."""
    start = min(reading.began_ms, owed.at_ms) if owed.due_ms is None else owed.at_ms + 1000
    end = owed.at_ms if owed.due_ms is None else owed.due_ms
    people = owed.people or ("",)
    is_open = any(reading.could_receive(start, end, person) for person in people)
    return "no entry, record open" if is_open else "record could not receive"


def _of(act: Act, owed: Owed, reading: RecordReading) -> bool:
    """Whether an act is about the weapon of the occasion, or about none, and by one of those who
    were to do it."""
    weapon = act.fields.get("weapon")
    if weapon is not None and weapon not in owed.binding.values():
        return False
    return not owed.by or _is_one_of(act.fields.get("by"), owed.by, reading)


def _says_not(act: Act, owed: Owed, reading: RecordReading) -> bool:
    """One of those who were to be shown it said that they were not."""
    return (
        owed.act == "show"
        and act.name == "answer"
        and act.fields.get("what") == "was told, not shown"
        and act.fields.get("weapon") in owed.binding.values()
        and _is_one_of(act.fields.get("by"), owed.to, reading)
    )


def _is_one_of(person: object, wanted: Sequence[str], reading: RecordReading) -> bool:
    return person in wanted or reading.roles.get(str(person), person) in wanted


def _said(
    reading: RecordReading, owed: Owed, accounts: Sequence[Account], events: Sequence[Event]
) -> Iterator[tuple[Grade, tuple[Account, ...]]]:
    """Lines that say of this kind of event that it took place, or that it did not."""
    kind = KINDS.get(owed.act, ("", {}))[0]
    if not kind or _is_the_occasion(reading, owed):
        return
    at = reading.wall(owed.at_ms)
    ids = {one.id for one in events if one.kind == kind and not one.expected and _around(one, at)}
    done: list[Account] = []
    not_done: list[Account] = []
    for account in accounts:
        if account.form == "entry" or not compared(account):
            continue
        for one in account.about:
            if one.event in ids and one.slot == OCCURRED and not one.practice:
                (not_done if one.denies else done).append(account)
    if done:
        yield "said done", tuple(done)
    if not_done:
        yield "said not done", tuple(not_done)


def _around(event: Event, minute: int) -> bool:
    """Whether an event may lie on the day of a minute."""
    day = 1_440
    lows = [one.earliest for one in event.times if one.earliest is not None]
    highs = [one.latest for one in event.times if one.latest is not None]
    return not (lows and min(lows) > minute + day) and not (highs and max(highs) < minute - day)


def _level(roles: Sequence[str]) -> DutyLevel:
    for words, level in _LEVELS:
        if any(role in words for role in roles):
            return level
    return "set"
