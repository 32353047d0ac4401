"""Who is there and what there is: people with their papers, weapons, round lots.

It keeps its own small books (where a weapon is, how many rounds are where), as whoever counts does;
it asks nothing of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from made_days.writing import Page, Table

__all__ = ["Company", "Lot", "Weapon", "form_company"]

POINTS = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]
GOOD = date(2026, 12, 31)

# kind, action, chambers: what a house sends.
MODELS = (
    ("real", "single", 6),
    ("real", "semi-auto", 7),
    ("real", "lever", 10),
    ("blank-only", "bolt", 5),
    ("blank-only", "semi-auto", 12),
    ("deactivated", "bolt", 5),
    ("rubber", "none", 0),
    ("replica", "none", 0),
    ("edged", "none", 0),
)


@dataclass(slots=True, kw_only=True)
class Weapon:
    """One weapon, and where it is by these books."""

    id: str
    kind: str
    chambers: int
    handler: str
    at: str = "safe"
    """`safe`, `cart`, or `hand`: with its handler."""

    @property
    def has_action(self) -> bool:
        """Whether it has something that moves, and so is opened and proved."""
        return self.kind in ("real", "blank-only", "deactivated")

    @property
    def fires(self) -> bool:
        """Whether it can fire a blank."""
        return self.kind in ("real", "blank-only")


@dataclass(slots=True, kw_only=True)
class Lot:
    """Rounds of one kind, in the safe and out of it."""

    id: str
    kind: str
    load: str
    stored: int
    issued: int = 0
    worn: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Company:
    """Everybody and everything of one day."""

    handlers: list[str]
    performers: list[str]
    weapons: list[Weapon]
    dummies: Lot
    blanks: Lot
    happenings: set[str] = field(default_factory=set)

    @property
    def lead(self) -> str:
        """The armorer."""
        return self.handlers[0]

    @property
    def second(self) -> str:
        """The other who counts."""
        return self.handlers[1]

    @property
    def lots(self) -> tuple[Lot, Lot]:
        """Both lots."""
        return (self.dummies, self.blanks)

    @property
    def everyone(self) -> list[str]:
        """All who are at the meeting."""
        return [*self.handlers, *self.performers, "basil", "farid", "gil", "hana", "ines"]

    def prove(self, page: Page, weapon: Weapon, by: str = "") -> None:
        """Go through all five points, the bore last."""
        page.tell(
            "inspect", weapon=weapon.id, by=by or weapon.handler, points=POINTS, found="empty"
        )

    def lock_away(self, page: Page, weapon: Weapon, place: str) -> None:
        """Lock a weapon away, taking it over from the other place it is locked in if need be."""
        if weapon.at == place:
            return
        by = weapon.handler
        if weapon.at != "hand":
            page.ask("draw", weapon=weapon.id, by=by, place=weapon.at, purpose="filming")
        page.note("put_away", weapon=weapon.id, by=by, place=place, locked="yes")
        weapon.at = place

    def fetch(self, page: Page, lot: Lot, count: int) -> None:
        """Take more rounds out of the safe, written down by two."""
        page.note(
            "issue_rounds",
            lot=lot.id,
            count=count,
            by=self.lead,
            second=self.second,
            place="cart",
        )
        lot.stored -= count
        lot.issued += count

    def take_off_belts(self, page: Page) -> None:
        """Rounds worn as costume come off, all of them, and are in hand again."""
        for lot in self.lots:
            for person, count in sorted(lot.worn.items()):
                page.note("take_off_rounds", lot=lot.id, count=count, person=person, by=self.lead)
                lot.issued += count
            lot.worn.clear()


def form_company(page: Page, rng: Random) -> Company:
    """Choose people, weapons and rounds, and write their tables."""
    handlers = ["ada", "dov"]
    handlers += [one for one in ("esi", "handler-1", "handler-2") if rng.random() < 0.4]
    performers = ["cleo", *(f"performer-{n}" for n in range(1, rng.randint(1, 4)))]
    weapons = []
    for number in range(1, rng.randint(2, 7)):
        kind, action, chambers = rng.choice(MODELS)
        handler = rng.choice(handlers)
        weapon = Weapon(id=f"{kind}-{number}", kind=kind, chambers=chambers, handler=handler)
        weapons.append(weapon)
        page.weapons.append(_weapon_row(weapon, action, rng))
    if not any(weapon.has_action for weapon in weapons):
        weapon = Weapon(id="real-0", kind="real", chambers=6, handler="ada")
        weapons.append(weapon)
        page.weapons.append(_weapon_row(weapon, "single", rng))
    load = rng.choice(("quarter", "half", "full"))
    dummies = Lot(id="dummy-45", kind="dummy", load="", stored=rng.randint(24, 60))
    blanks = Lot(id=f"blank-45-{load[0]}", kind="blank", load=load, stored=rng.randint(120, 200))
    page.lots += [_lot_row(lot) for lot in (dummies, blanks)]
    page.people += [
        _handler_row(one, role)
        for one, role in zip(
            handlers,
            ("armorer", "property-master", *["assistant-property-master"] * 3),
            strict=False,
        )
    ]
    page.people += [_performer_row(one, weapons) for one in performers]
    page.people += [
        {"id": one, "roles": [role], "reports_to": "jonas"}
        for one, role in (
            ("basil", "first-ad"),
            ("gil", "second-ad"),
            ("farid", "director-of-photography"),
            ("hana", "safety-advisor"),
            ("ines", "medic"),
            ("kit", "police-officer"),
        )
    ]
    page.people.append({"id": "jonas", "roles": ["producer"]})
    rng.shuffle(page.people)
    return Company(
        handlers=handlers, performers=performers, weapons=weapons, dummies=dummies, blanks=blanks
    )


def _weapon_row(weapon: Weapon, action: str, rng: Random) -> Table:
    return {
        "id": weapon.id,
        "kind": weapon.kind,
        "serial": f"S-{rng.randint(1000, 9999)}",
        "action": action,
        "chambers": weapon.chambers,
        "calibre": "45",
        "modified": "yes",
        "owner": "production",
        "place": "safe",
    }


def _lot_row(lot: Lot) -> Table:
    row: Table = {
        "id": lot.id,
        "kind": lot.kind,
        "count": lot.stored,
        "factory": "yes",
        "supplier": "a supplier",
        "container": f"{lot.kind} tin",
        "calibre": "45",
    }
    return {**row, "load": lot.load} if lot.load else row


def _handler_row(person: str, role: str) -> Table:
    return {
        "id": person,
        "roles": [role],
        "trained": ["firearms-safety"],
        "assessed": ["firearms-safety"],
        "permits": [{"kind": "entertainment-firearms", "until": GOOD}],
        "scheduled": ["d0", "d1", "d2"],
        "duties_acknowledged": True,
    }


def _performer_row(person: str, weapons: list[Weapon]) -> Table:
    courses = [
        {"course": "firearms-safety", "by": "ada", "assessed": "yes", "weapon": weapon.id}
        for weapon in weapons
    ]
    return {"id": person, "roles": ["performer"], "reports_to": "basil", "trained": courses}
