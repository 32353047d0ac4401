"""The hour after: someone is down, the cause is not known, and nothing is to be lost or asked.

One press enters STOP, an incident that names every weapon that is here, and the seal of the day,
so that what comes later cannot pass for earlier. It sets weapons aside in the record; that each
lies as it was is for whoever stands by it to enter. From then on entries are marked as made after
the incident, and nobody is asked for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provesafe import custody
from provesafe.ledger import Grade
from provesafe.service.entering import Report, report
from provesafe.service.onset.listing import name_of
from provesafe.service.production import Production
from provesafe.service.record.days import seal_day
from provesafe.service.record.history import Entered

__all__ = [
    "AFTER_INCIDENT",
    "NOT_ASKED",
    "Hour",
    "HourLine",
    "entered_after",
    "hour_of",
    "someone_is_down",
]

AFTER_INCIDENT = "after the incident"
"""How such entries are marked, wherever they stand."""

NOT_ASKED = "You need not enter anything now. Nothing left out is counted."
"""Said to everybody while an incident is open."""

_CAUSE_NOT_KNOWN = "someone is down; the cause is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """One item of an incident, as entered: a weapon, or rounds and other things that went."""

    item: str
    is_weapon: bool
    where: str
    """Of a weapon: who has it or where it lies."""
    locked: bool
    aside: bool
    """Whether somebody entered that it was set aside as it was."""
    receipt: str
    """The police's receipt for it; empty while it is here."""
    results: tuple[tuple[str, str], ...]
    """(its number there, what was found) of each examination that was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """The open incident, and what is still to be done about its weapons."""

    incident: str
    opened_ms: int
    words: str
    """What was entered of it."""
    lines: tuple[HourLine, ...]
    """Its weapons, what is locked away last; then other items that went or were examined."""
    authorities: tuple[str, ...]
    """Who has come, as entered."""
    told: tuple[str, ...]
    """Which authorities have been told, as entered since."""


def someone_is_down(
    production: Production, *, by: str, grades: Mapping[str, Grade], way: str = "", now_ms: int
) -> str:
    """Enter STOP, the incident and the seal of the day; once, however often it is pressed.

    Args:
        production: moved on.
        by: the id of whoever pressed, or a word where nobody is known.
        grades: how it was given, by person.
        way: how the device that it was pressed on reached the laptop.
        now_ms: the laptop's clock.

    Returns:
        The incident's id: the one that is open already, where there is one.
    """
    state = production.state
    known = next((one.id for one in state.incidents.values() if one.open), "")
    if known:
        return known
    incident = f"incident-{production.writer.tree.size}"
    here = sorted(one.id for one in state.weapons.values() if not (one.sent_to or one.missing))
    acts = (
        custody.parse_act("stop", {"by": by}),
        custody.parse_act(
            "open_incident",
            {"incident": incident, "by": by, "weapons": here, "words": _CAUSE_NOT_KNOWN},
        ),
    )
    for act in acts:
        report(production, Report(acts=(act,), grades=dict(grades), way=way), now_ms=now_ms)
    seal_day(production, now_ms=now_ms)
    return incident


def hour_of(production: Production) -> Hour | None:
    """The incident that is open, the newest where there are several; None where none is.

    Args:
        production: not moved.
    """
    opened = [one for one in production.state.incidents.values() if one.open]
    if not opened:
        return None
    incident = max(opened, key=lambda one: one.opened_ms)
    since = [
        act
        for entered in production.entered
        for act in entered.acts
        if act.at_ms >= incident.opened_ms
    ]
    words = next((a.text("words") for a in since if _opens(a, incident.id)), "")
    told = {a.text("authority"): None for a in since if a.name in ("notify", "report_injury")}
    return Hour(
        incident=incident.id,
        opened_ms=incident.opened_ms,
        words=words,
        lines=_lines(production, incident.weapons, since),
        authorities=incident.authorities,
        told=tuple(told),
    )


def entered_after(entered: Iterable[Entered]) -> frozenset[int]:
    """Leaf indices of what was entered after an incident, to be marked so wherever it is shown.

    That is everything entered while an incident is open, and, once it is closed, whatever corrects
    an earlier entry or is said to have happened before the incident was opened.

    Args:
        entered: what was entered, in the order of the record.
    """
    marked: set[int] = set()
    still_open: set[str] = set()
    opened_ms = 0
    earlier: set[str] = set()
    seen: list[str] = []
    for one in entered:
        acts = (*one.acts, *one.refused)
        opens = [
            act
            for act in acts
            if act.name == "open_incident" and act.text("incident") not in still_open
        ]
        if still_open or (opened_ms and any(_looks_back(a, opened_ms, earlier) for a in acts)):
            marked.add(one.index)
        if opens:
            still_open.update(act.text("incident") for act in opens)
            opened_ms = one.ms
            earlier.update(seen)
        still_open -= {act.text("incident") for act in acts if act.name == "close_incident"}
        seen += [act.entry for act in acts if act.entry]
    return frozenset(marked)


def _looks_back(act: custody.Act, opened_ms: int, earlier: set[str]) -> bool:
    """Whether an act corrects or speaks of what was before an incident."""
    if act.name in ("amend", "void"):
        return act.text("ref") in earlier
    return act.happened_ms is not None and act.happened_ms < opened_ms


def _opens(act: custody.Act, incident: str) -> bool:
    return act.name == "open_incident" and act.text("incident") == incident


def _lines(
    production: Production, weapons: Iterable[str], since: Iterable[custody.Act]
) -> tuple[HourLine, ...]:
    receipts: dict[str, str] = {}
    results: dict[str, list[tuple[str, str]]] = {}
    for act in since:
        item = act.text("item")
        if act.name == "hand_to_police":
            receipts[item] = act.text("receipt")
        elif act.name == "come_back":
            receipts.pop(item, None)
        elif act.name == "examination_result":
            results.setdefault(item, []).append((act.text("number"), act.text("words")))
    named = [production.state.weapons.get(one) or custody.Weapon(id=one) for one in weapons]
    named.sort(key=lambda one: (one.locked, one.id))
    others = sorted({*receipts, *results} - {one.id for one in named})
    return tuple(
        _line(
            item,
            production,
            weapon=weapon,
            receipt=receipts.get(item, ""),
            results=tuple(results.get(item, ())),
        )
        for item, weapon in [
            *((one.id, one) for one in named),
            *((one, None) for one in others),
        ]
    )


def _line(
    item: str,
    production: Production,
    *,
    weapon: custody.Weapon | None,
    receipt: str,
    results: tuple[tuple[str, str], ...],
) -> HourLine:
    holder = weapon.holder if weapon else ""
    names = {holder: name_of(production, holder)} if holder else {}
    return HourLine(
        item=item,
        is_weapon=weapon is not None,
        where=custody.holder_words(weapon, names=names) if weapon else "",
        locked=weapon is not None and weapon.locked,
        aside=weapon is not None and weapon.frozen,
        receipt=receipt,
        results=results,
    )
