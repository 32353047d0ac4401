"""The sheet of a showing: what the armorer says aloud while showing it, ready to be entered.

It follows the weapon's own steps (a single-action revolver: one chamber at a time at the loading
gate) and is filled in from the record, so that what was said aloud can be entered whole in one
press. It states nothing by itself: the press does, and it is the armorer's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from provesafe import custody
from provesafe.service.onset.showing import acts_since, looking_at
from provesafe.service.production import Production

__all__ = ["LOOKERS", "Sheet", "sheet_acts", "sheet_of"]

CALLED: Mapping[str, str] = MappingProxyType({"empty": "clear", "dummy": "cold", "blank": "hot"})
"""What is usually called with each contents; a word, not a state."""

LOOKERS = ("first-ad", "director-of-photography", "performer", "stunt-performer")
"""Roles of those who are usually shown a weapon before it is handed over."""

RECENT = 1_000
"""Entries looked back over; a day of one unit has fewer."""

POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")
MEANS_OF_ROUNDS: Mapping[str, str] = MappingProxyType(
    {"shaken": "shaken", "drilled": "looked", "base": "looked", "weighed": "weighed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be said and entered at one showing."""

    weapon: str
    contents: str
    """empty, dummy, blank, live, mixed or unknown."""
    count: int = 0
    checked: int = 0
    means: tuple[str, ...] = ("looked",)
    to: tuple[str, ...] = ()
    """Ids of those who are to look."""
    called: str = ""
    """The word that is called with it: cold, hot, clear or other; empty when nothing is."""
    load: str = ""
    """The size of the load that is called with blanks."""
    steps: tuple[str, ...] = ()
    """What is done and said, in order."""

    @property
    def is_ready(self) -> bool:
        """Whether one press can enter it whole: the record knows the contents and who looks."""
        known = self.contents in ("empty", "dummy", "blank")
        return known and self.checked == self.count and bool(self.to)


def sheet_of(production: Production, weapon: str, *, by: str) -> Sheet:
    """The sheet for a weapon as the record now stands.

    Args:
        production: not moved.
        weapon: its id.
        by: the id of whoever shows it.
    """
    known = production.state.weapons.get(weapon) or custody.Weapon(id=weapon)
    contents = known.contents
    to = tuple(one for one in _lookers(production, weapon) if one != by)
    return Sheet(
        weapon=weapon,
        contents=contents.kind,
        count=contents.count,
        checked=contents.checked if contents.kind == "dummy" else contents.count,
        means=_means(production, known),
        to=to,
        called=CALLED.get(contents.kind, "") if known.is_firearm else "",
        load=contents.load,
        steps=_steps(known),
    )


def sheet_acts(production: Production, sheet: Sheet, *, by: str) -> tuple[custody.Act, ...]:
    """The acts that entering a sheet is: an empty weapon was opened and looked through, too.

    Args:
        production: knows what has been entered.
        sheet: as it was said.
        by: the id of whoever showed it.

    Raises:
        InputError: a field of it cannot be entered.
    """
    shown = custody.parse_act(
        "show",
        {
            "weapon": sheet.weapon,
            "by": by,
            "to": list(sheet.to),
            "contents": sheet.contents,
            "count": sheet.count,
            "checked": sheet.checked,
            "of": sheet.count,
            "means": list(sheet.means),
        },
    )
    acts = (shown, *_call(sheet, by=by))
    known = production.state.weapons.get(sheet.weapon)
    if sheet.contents != "empty" or known is None or not known.is_firearm:
        return acts
    opened = custody.parse_act(
        "inspect", {"weapon": sheet.weapon, "by": by, "points": list(POINTS), "found": "empty"}
    )
    return (opened, *acts)


def _call(sheet: Sheet, *, by: str) -> tuple[custody.Act, ...]:
    """What was called while it was shown: an act of its own, never part of the showing."""
    if not sheet.called:
        return ()
    fields: dict[str, object] = {
        "weapon": sheet.weapon,
        "by": by,
        "state": sheet.called,
        "count": sheet.count,
    }
    if sheet.load:
        fields["load"] = sheet.load
    return (custody.parse_act("call", fields),)


def _lookers(production: Production, weapon: str) -> Sequence[str]:
    """Who looked last time; before the first time, whoever usually looks."""
    last = looking_at(production, weapon)
    if last is not None and last.viewers:
        return last.viewers
    people = production.state.people.values()
    return [
        one.id
        for role in LOOKERS
        for one in sorted(people, key=lambda person: person.id)
        if one.enrolled and role in one.roles
    ]


def _means(production: Production, weapon: custody.Weapon) -> tuple[str, ...]:
    """How the rounds in it were checked before they were loaded, beside having looked."""
    lots = {one.lot for one in weapon.contents.rounds}
    if not lots:
        return ("looked",)
    recent = acts_since(production, production.writer.tree.size - RECENT)
    means = [
        MEANS_OF_ROUNDS.get(act.text("means"), "looked")
        for act in recent
        if act.name == "check_rounds" and act.text("lot") in lots
    ]
    return tuple(dict.fromkeys(("looked", *means[-1:])))


def _steps(weapon: custody.Weapon) -> tuple[str, ...]:
    """The steps of this kind of weapon, the bore last; rounds one by one where it is loaded."""
    if not weapon.is_firearm:
        return ("Say what it is, and that it cannot fire.", "Let them look.")
    chambers = weapon.identity.chambers
    opening = {
        "single": f"Open at the loading side: {chambers or 'all'} chambers, one at a time.",
        "double": f"Cylinder out: {chambers or 'all'} chambers, each one.",
        "semi-auto": "Magazine out, slide back: chamber and feed path.",
        "automatic": "Magazine or belt out, bolt back: chamber and feed path.",
        "bolt": "Bolt back: chamber and magazine.",
        "lever": "Lever open: chamber, then the tube, to its end.",
        "break": f"Barrels down: {chambers or 'all'} chambers, each one.",
    }.get(weapon.identity.action, "Open it: rounds out, each chamber, the feed path.")
    if weapon.contents.kind in ("dummy", "blank", "mixed"):
        each = f"Each round by its mark, {weapon.contents.count} of {weapon.contents.count}."
        return ("Muzzle where nobody is.", opening, each)
    return ("Muzzle where nobody is.", "Rounds out.", opening, "The bore last.")
