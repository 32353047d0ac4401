"""What the list says: every weapon's contents, who has it, since when; what is owed; stops.

Words, never figures about people: no shares, no order of merit. What a guest may read is made here
too, by leaving out, so that no page can forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from provesafe import custody
from provesafe.service.answers.reasons import (
    Scene,
    duty_of,
    fill,
    opens_of,
    role_words,
    roles_held,
    spoken_values,
)
from provesafe.service.onset.codes import tag_code
from provesafe.service.onset.unsigned import unsigned_of
from provesafe.service.production import Production, Told

__all__ = [
    "Line",
    "Listing",
    "Owed",
    "StopLine",
    "UnsignedLine",
    "listing_of",
    "name_of",
    "tags_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One weapon on the list."""

    weapon: str
    tag: str
    contents: str
    """The contents in set words."""
    kind: str
    """How it is drawn: empty, dummy, blank, live, mixed, unknown or not-a-firearm."""
    where: str
    """Who has it, or where it is, in set words."""
    holder: str
    """The person's id, or empty."""
    since_ms: int
    out: bool
    set_up: str
    aside: str
    """Why it is not to be used, in set words; empty when nothing is entered."""
    in_incident: bool
    """Whether an open incident names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something that must have an entry by its time."""

    rule: str
    say: str
    by: tuple[str, ...]
    """Who can do it: names and role words."""
    due_ms: int | None
    passed: bool
    """Whether its time has gone by without one."""
    template: str = ""
    """What its rule says, before anything was put in."""
    spoken: tuple[tuple[str, str], ...] = ()
    """What is put in, as people say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A STOP that stands."""

    by: str
    words: str
    set_up: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsignedLine:
    """A hand-over that one side signed and the other did not: it is not entered."""

    weapon: str
    by: str
    to: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything the list shows, as it stood at one moment."""

    lines: tuple[Line, ...]
    owed: tuple[Owed, ...]
    stops: tuple[StopLine, ...]
    incidents: tuple[str, ...]
    as_of_ms: int
    entries: int
    """How many entries the record has."""
    unsigned: tuple[UnsignedLine, ...] = ()
    """What somebody says they gave and the other has not signed."""


def name_of(production: Production, person: str) -> str:
    """How a person is called on a screen: by name where one is told, else by the short word."""
    return production.people.names.get(person) or production.people.label(person)


def tags_of(production: Production) -> dict[str, str]:
    """The code on each weapon's tag, by weapon."""
    tags: dict[str, str] = {}
    for weapon in sorted(production.state.weapons):
        used = frozenset(tags.values())
        tags[weapon] = tag_code(production.writer.origin, weapon, taken=used.__contains__)
    return tags


def listing_of(production: Production, *, now_ms: int, language: str = "en") -> Listing:
    """The list as it stands.

    Args:
        production: not moved.
        now_ms: the laptop's clock.
        language: of the set words, by its two letters.
    """
    state = production.state
    tags = tags_of(production)
    say = custody.CATALOGUES[language]
    lines = [_line(production, state.weapons[one], tags[one], say) for one in sorted(state.weapons)]
    return Listing(
        lines=tuple(sorted(lines, key=lambda line: (not line.out, line.weapon))),
        owed=_owed(production, now_ms),
        stops=tuple(
            StopLine(
                by=name_of(production, one.by), words=one.words, set_up=one.set_up, at_ms=one.at_ms
            )
            for one in state.stops
        ),
        incidents=tuple(one.id for one in state.incidents.values() if one.open),
        as_of_ms=now_ms,
        entries=production.writer.tree.size,
        unsigned=tuple(
            UnsignedLine(
                weapon=one.weapon,
                by=name_of(production, one.by),
                to=name_of(production, one.to),
                at_ms=one.at_ms,
            )
            for one in unsigned_of(production)
        ),
    )


def _line(production: Production, weapon: custody.Weapon, tag: str, say: Mapping[str, str]) -> Line:
    contents = custody.contents_words(weapon, say=say)
    not_a_firearm = not weapon.is_firearm and not weapon.contents.rounds
    names = {weapon.holder: name_of(production, weapon.holder)} if weapon.holder else {}
    return Line(
        weapon=weapon.id,
        tag=tag,
        contents=contents,
        kind="not-a-firearm" if not_a_firearm else weapon.contents.kind,
        where=custody.holder_words(weapon, names=names, say=say),
        holder=weapon.holder,
        since_ms=weapon.since_ms,
        out=weapon.out,
        set_up=weapon.set_up,
        aside=_aside(weapon),
        in_incident=bool(weapon.suspended_by),
    )


ASIDE: Mapping[str, str] = MappingProxyType(
    {
        "misfire": "a shot did not come, not opened",
        "cause_open": "cause not written down",
        "frozen": "set aside as it was, not opened",
        "quarantined": "set aside, not to be used",
        "withdrawn": "taken out of use",
        "suspended_by": "part of an incident",
    }
)
"""Why a weapon is not to be used, by what the record knows of it."""


def _aside(weapon: custody.Weapon) -> str:
    return " · ".join(said for what, said in ASIDE.items() if getattr(weapon, what))


def _owed(production: Production, now_ms: int) -> tuple[Owed, ...]:
    scene = Scene(
        trace=(),
        leaves=(),
        label=lambda word: name_of(production, word),
        clock=production.times.show,
        watched=production.books.watched,
        phrases=production.phrases,
        roles=roles_held(production.state),
        explained=False,
    )
    owed = []
    for opened in production.gate.pending():
        told = opens_of(production.books.rule(opened.rule_id), opened, scene)
        owed.append(
            Owed(
                rule=told.rule,
                say=told.say,
                by=tuple(_who(production, one) for one in told.duty),
                due_ms=told.due_ms,
                passed=False,
                template=told.template,
                spoken=told.spoken,
            )
        )
    today = production.times.shooting_day_of(now_ms)
    late = [
        _passed(production, scene, one)
        for one in production.told
        if production.times.shooting_day_of(one.due_ms) == today
        and not _is_suspended(production, one)
    ]
    # Those with a clock first, the nearest first; those without one have no place in time.
    owed.sort(key=lambda one: (one.due_ms is None, one.due_ms or 0, one.rule))
    return (*(one for one in late if one is not None), *owed)


def _is_suspended(production: Production, told: Told) -> bool:
    """Whether an open incident names what a duty is about, or whoever owes it: nobody is reminded
    of what they did not enter."""
    state = production.state
    rule = next((one for one in production.books.rules if one.name == told.rule), None)
    values = dict(told.binding)
    named = {*map(str, values.values()), *(duty_of(rule, values) if rule else ())}
    return any(
        (one in state.weapons and state.weapons[one].suspended_by)
        or (one in state.people and state.people[one].suspended_by)
        for one in sorted(named)
    )


def _passed(production: Production, scene: Scene, told: Told) -> Owed | None:
    """A duty whose time has gone by; None when its rule is no longer in force."""
    rule = next((one for one in production.books.rules if one.name == told.rule), None)
    if rule is None:
        return None
    values = dict(told.binding)
    return Owed(
        rule=rule.name,
        say=fill(rule.say["en"], values, scene.label),
        by=tuple(_who(production, one) for one in duty_of(rule, values)),
        due_ms=told.due_ms,
        passed=True,
        template=rule.say["en"],
        spoken=spoken_values(values, scene.label),
    )


def _who(production: Production, owed: str) -> str:
    """A person by name, `@armorer|medic` as the roles."""
    if owed.startswith("@"):
        return role_words(" or ".join(owed[1:].split("|"))).replace("-", " ")
    return name_of(production, owed)
