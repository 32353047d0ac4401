"""What stands in the entries of this program: requests, decisions, acts and duties fallen due.

    request   {acts: [{act, f}], scribe?, way?}
    decision  {of, decision, out, books: [{id, version, digest, mode}],
               reasons: [{item, rule, binding, evidence}], advice: […], opens: [{rule, due}]}
    act       {acts: [{act, f, happened?, learned?}], ref?, sd?, scribe?, way?}
    due       {rule, binding, opened, due}

`of` and `ref` are entry ids; `decision` is permit, refuse, part (some items of a batch go ahead)
or noted (beside a report); `scribe` is the person who noted it from what was said aloud, never one
of those who did it; `item` and `out` count the acts of the batch from 0; `evidence` and `opened`
are leaf indices; times are milliseconds. No rendered sentence is entered: it is made anew from the
rulebook of that digest. This is wire format, described in docs/reference/format.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from provesafe import custody
from provesafe.errors import InputError
from provesafe.ledger import Draft, Entry, Grade, IdOf, Media, Person, read_clock
from provesafe.monitor import Overdue
from provesafe.service.answers.decision import Reason
from provesafe.service.day.times import DayTimes
from provesafe.service.judging import Judgement
from provesafe.service.production import Books, Production, Told

__all__ = [
    "NOTED",
    "Grades",
    "ScribeTakesPartError",
    "act_draft",
    "acts_of",
    "check_scribe",
    "decision_draft",
    "due_draft",
    "parts_of",
    "reasons_in",
    "refused_items",
    "request_draft",
    "standing_people",
    "told_in",
]

RESTS_ON_MAX = 64
"""LIMIT: as the record has it; an attendance list beyond this is in the act's own fields."""

_STANDING = {"request": ("by",), "act": ("by", "to", "in_view", "seen_by")}
"""Whom an entry rests on, by the fields of its acts."""

Grades: TypeAlias = Mapping[str, Grade]
"""How people stand for an entry, by id; whoever is not in it was noted by the laptop."""
NOTED: Grades = MappingProxyType({})


class ScribeTakesPartError(InputError):
    """Whoever notes what was said is one of those who did it, or has not joined."""

    code = "service.scribe_takes_part"


def check_scribe(production: Production, acts: Sequence[custody.Act], scribe: str) -> None:
    """See that a scribe has joined and is none of those who gave, took, showed or saw.

    Args:
        production: knows who has joined.
        acts: what is noted.
        scribe: id of whoever notes it; empty where nobody does.

    Raises:
        ScribeTakesPartError: they have not joined, or take part.
    """
    if not scribe:
        return
    if not production.state.enrolled(scribe):
        raise ScribeTakesPartError(
            "whoever notes what is said has to have joined", hint="enrol them first"
        )
    if scribe in parts_of(acts):
        raise ScribeTakesPartError(
            "whoever gives, takes, shows or sees does not note it for the others",
            hint="enter one’s own part oneself, or let somebody else note it",
        )


def parts_of(acts: Sequence[custody.Act]) -> tuple[str, ...]:
    """Everybody who has joined and gave, took, showed or saw in these acts."""
    return standing_people("act", acts)


def request_draft(
    acts: Sequence[custody.Act], *, grades: Grades = NOTED, scribe: str = "", way: str = ""
) -> Draft:
    """What is asked for, by those who ask."""
    payload: dict[str, Any] = {"acts": _documents(acts)}
    payload |= _entered_by(scribe, way)
    return Draft(entry_class="request", payload=payload, rests_on=_people("request", acts, grades))


def act_draft(
    acts: Sequence[custody.Act],
    *,
    ref: IdOf | str | None = None,
    digests: Sequence[str] = (),
    grades: Grades = NOTED,
    scribe: str = "",
    way: str = "",
    media: Sequence[Media] = (),
) -> Draft:
    """What was done; it rests on everybody it names who gave, took, showed or saw.

    Args:
        acts: one act, or the acts of a batch.
        ref: the decision that let it go ahead, if there was one.
        digests: of what is told elsewhere about the people it enrols.
        grades: how people stand for it.
        scribe: id of whoever noted it from what was said aloud; empty for nobody.
        way: how the device that it was pressed on reached the laptop; empty where nobody says.
        media: pictures and notes that belong to it.
    """
    payload: dict[str, Any] = {"acts": _documents(acts)}
    if media:
        payload["media"] = [one.field() for one in media]
    if ref is not None:
        payload["ref"] = ref
    if digests:
        payload["sd"] = list(digests)
    payload |= _entered_by(scribe, way)
    return Draft(
        entry_class="act",
        payload=payload,
        rests_on=_people("act", acts, grades),
    )


def _entered_by(scribe: str, way: str) -> dict[str, Any]:
    """Who noted it, and on what device, where that is told."""
    return {**({"scribe": scribe} if scribe else {}), **({"way": way} if way else {})}


def standing_people(entry_class: str, acts: Sequence[custody.Act]) -> tuple[str, ...]:
    """Name the enrolled people whom an entry of these acts rests on, in order.

    A request rests on whoever asks; an act on everybody who gave, took, showed or saw. Whoever
    else is named stands in the fields alone.

    Args:
        entry_class: `request` or `act`.
        acts: all of the entry's.
    """
    people: set[str] = set()
    for act in acts:
        for name in _STANDING[entry_class]:
            value = act.fields.get(name, ())
            people.update(value if isinstance(value, tuple) else (str(value),))
    return tuple(sorted(person for person in people if person.startswith("P-"))[:RESTS_ON_MAX])


def decision_draft(of: IdOf, judged: Sequence[Judgement], books: Books) -> Draft:
    """The laptop's answer, with the versions it was found under."""
    answers = {judgement.decision.decision for judgement in judged}
    return Draft(
        entry_class="decision",
        payload={
            "of": of,
            "decision": answers.pop() if len(answers) == 1 else "part",
            "books": [
                {
                    "id": book.id,
                    "version": book.version,
                    "digest": book.digest,
                    "mode": "watched" if book.id in books.watched else "enforced",
                }
                for book in books.adopted
            ],
            "out": [i for i, one in enumerate(judged) if one.decision.decision == "refuse"],
            "reasons": [
                _reason(item, reason)
                for item, judgement in enumerate(judged)
                for reason in judgement.decision.reasons
            ],
            "advice": [
                _reason(item, reason)
                for item, judgement in enumerate(judged)
                for reason in judgement.decision.advice
            ],
            "opens": [{"rule": one.rule, "due": one.due_ms} for one in judged[0].decision.opens],
        },
    )


def due_draft(overdue: Overdue, production: Production) -> Draft:
    """That a duty's last second has passed without an entry that meets it."""
    opened = overdue.opened
    return Draft(
        entry_class="due",
        payload={
            "rule": opened.rule_id,
            "binding": [list(pair) for pair in opened.binding],
            "opened": production.leaves[opened.index],
            "due": (opened.due_seconds or opened.opened_seconds) * 1000,
        },
    )


def told_in(entry: Entry) -> Told:
    """The duty that a `due` entry tells of."""
    pairs, due = entry.fields.get("binding"), entry.fields.get("due")
    return Told(
        rule=str(entry.fields.get("rule", "")),
        binding=tuple(_pairs(pairs if isinstance(pairs, list) else [])),
        due_ms=due if isinstance(due, int) else 0,
    )


def acts_of(entry: Entry, times: DayTimes, *, ms: int) -> tuple[custody.Act, ...]:
    """The acts of a request or an act entry, placed at the moment the laptop recorded it.

    What a device signed long before it arrived happened then, if it says nothing else: an act that
    waited in a phone's pocket is a late one.

    Raises:
        InputError: an act in it is not in its stored form.
    """
    documents = entry.fields.get("acts")
    acts = (
        custody.decode_act(
            document if isinstance(document, dict) else {},
            at_ms=ms,
            shooting_day=times.shooting_day_of(ms),
            date=times.date_of(ms),
        )
        for document in (documents if isinstance(documents, list) else [])
    )
    clock = read_clock(entry.fields)
    signed_ms = clock.t_ms + clock.skew_ms
    waited = entry.entry_class == "act" and ms - signed_ms > custody.LATE_SECONDS * 1000
    return tuple(
        replace(act, happened_ms=max(0, signed_ms)) if waited and act.happened_ms is None else act
        for act in acts
    )


def refused_items(entry: Entry) -> frozenset[int]:
    """Which items of its request a decision does not let go ahead."""
    out = entry.fields.get("out")
    return frozenset(i for i in out if isinstance(i, int)) if isinstance(out, list) else frozenset()


def reasons_in(entry: Entry) -> Iterator[tuple[int, str, dict[str, int | str]]]:
    """The reasons of a decision: item, rule and binding of each."""
    reasons = entry.fields.get("reasons")
    for reason in reasons if isinstance(reasons, list) else ():
        match reason:
            case {"item": int(item), "rule": str(rule), "binding": list(pairs)}:
                yield item, rule, dict(_pairs(pairs))


def _pairs(pairs: Sequence[object]) -> Iterator[tuple[str, int | str]]:
    for pair in pairs:
        match pair:
            case [str(name), (int() | str()) as value]:
                yield name, value


def _documents(acts: Sequence[custody.Act]) -> list[Any]:
    return [custody.encode_act(act) for act in acts]


def _reason(item: int, reason: Reason) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "item": item,
        "rule": reason.id,
        "binding": [list(pair) for pair in reason.binding.items()],
        "evidence": list(reason.evidence),
    }
    if reason.gone_ahead_by:
        entry["went_ahead"] = reason.gone_ahead_by
    return entry


def _people(entry_class: str, acts: Sequence[custody.Act], grades: Grades) -> tuple[Person, ...]:
    return tuple(
        Person(id=person, grade=grades.get(person, "noted"))
        for person in standing_people(entry_class, acts)
    )
