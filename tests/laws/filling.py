"""What whoever carries out a remedy fills in: the fields it leaves to them, said as things stand.

A refusal names an act, people or roles, and some of the fields. The rest is for the person to say:
what is in the weapon, how many were counted, which meeting it was. Here it is said by somebody who
knows what stands and does the act well; nothing here looks at any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from provesafe.custody import VOCABULARY, Act, State, Weapon
from provesafe.service.answers import Remedy

__all__ = ["OTHER_LOT", "POINTS", "Case", "filled"]

Fields = dict[str, Any]

POINTS = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]
AGENDA = ["action", "deviations", "abort plan", "emergency", "chain of command", "right to refuse"]
COVERS = ["activity", "hazards", "mitigation", "residual risk", "affected people"]
HANDLERS = ("armorer", "property-master", "assistant-property-master", "handler")
OTHER_LOT = "another lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A refused act, its remedy, and what stands."""

    act: Act
    remedy: Remedy
    state: State

    @property
    def weapon(self) -> Weapon:
        """The weapon it is about; of a remedy for another one, that one."""
        name = self.remedy.fields.get("weapon") or self.act.text("weapon")
        return self.state.weapons.get(str(name), Weapon(id=str(name)))

    @property
    def set_up(self) -> str:
        """Where it is used: as entered, else where it is planned, else where work is going on."""
        planned = [s for s, w in self.state.plans if w == self.weapon.id]
        opened = [one.id for one in self.state.set_ups.values() if one.open]
        found = [self.act.text("set_up"), self.weapon.set_up, *planned, *opened, "a set-up"]
        return next(filter(None, found))

    def somebody(self, roles: Iterable[str], *others: str) -> str:
        """Somebody with one of these roles, the weapon's holder first; not one of `others`."""
        having = [
            one.id
            for role in roles
            for one in self.state.people.values()
            if role in one.roles and one.id not in others
        ]
        assert having, f"nobody here is {list(roles)}: `{self.remedy.words}` falls to nobody"
        return self.weapon.holder if self.weapon.holder in having else having[0]

    def person(self, names: tuple[str, ...], *others: str) -> str:
        """The person a field names: somebody by their id, or by a role."""
        known = [one for one in names if one in self.state.people]
        return known[0] if known else self.somebody(names, *others)

    @property
    def anybody(self) -> str:
        """Somebody of the production who is no party to it."""
        named = {str(value) for value in self.act.fields.values()}
        return next(one for one in self.state.people if one not in named)


def filled(case: Case) -> Fields:
    """Every field of the remedy's act: those the refusal names, and those left to the person."""
    remedy, declared = case.remedy, VOCABULARY[case.remedy.act]
    people = {one.name for one in declared.fields if one.kind == "person"}
    fields: Fields = {}
    if case.remedy.act == case.act.name:
        fields |= case.act.fields
    said = {"by": remedy.by, "to": remedy.to, **remedy.fields}
    for name, value in said.items():
        if not value or (isinstance(value, str) and value.startswith("<")):
            continue
        if name in people:
            names = value if isinstance(value, tuple) else (str(value),)
            fields[name] = case.person(names, *_others(name, fields, case))
        else:
            fields[name] = value[0] if isinstance(value, tuple) else value
    chosen = {name for name, value in said.items() if str(value).startswith("<")}
    left = _LEFT.get(remedy.act)
    for name, value in left(case).items() if left else ():
        if name in chosen or name not in fields:
            fields[name] = value
    if "attended" in fields:
        fields["attended"] = list(case.state.people)
    for field in declared.fields:
        if field.name == "by" and "by" not in fields:
            fields["by"] = case.anybody
        if field.name in fields and field.many and not isinstance(fields[field.name], list | tuple):
            fields[field.name] = [fields[field.name]]
        if field.name in fields and field.is_integer:
            fields[field.name] = int(fields[field.name])
    return fields


def _others(name: str, fields: Fields, case: Case) -> tuple[str, ...]:
    """Who cannot be meant: whoever does an act is not also the one it is done with or to."""
    match name:
        case "by" if case.remedy.act == "fitness_cleared":
            return (str(case.remedy.fields.get("person")),)
        case "by" if case.remedy.act == "hand_over":
            return (str(case.act.fields.get("to")),)
        case "second" | "consulted" | "to":
            return (str(fields.get("by")),)
    return ()


def _contents(case: Case) -> Fields:
    inside = case.weapon.contents
    return {"contents": inside.kind, "count": inside.count}


def _called(case: Case) -> Fields:
    inside = case.weapon.contents
    state = "hot" if inside.kind == "blank" else "cold"
    load = inside.load or "half"
    return {"state": state, "count": inside.count, "load": load, "words": f"{state}"}


def _planned(case: Case) -> Fields:
    now = case.state.plans.get((case.set_up, case.weapon.id))
    inside = case.weapon.contents
    kind = inside.kind if inside.kind in ("dummy", "blank") else "empty"
    return {
        "set_up": case.set_up,
        "version": now.version + 1 if now else 1,
        "contents": now.contents if now else kind,
        "count": now.count if now else inside.count,
        "aim": "away",
        "muzzle_line": "away from everybody",
        "distance_cm": 700,
    }


def _assessed(case: Case) -> Fields:
    set_up = str(case.remedy.fields.get("set_up") or case.set_up)
    plans = [plan.version for (s, _), plan in case.state.plans.items() if s == set_up]
    return {
        "set_up": set_up,
        "assessment": "ra-9",
        "version": 9,
        "plan_version": max(plans, default=1),
        "kind": "firearms",
        "covers": COVERS,
        "endorsed_by": [case.somebody(HANDLERS)],
    }


def _met(case: Case) -> Fields:
    number = len(case.state.meetings) + 1
    return {
        "meeting": f"meeting-{number}",
        "kind": "safety",
        "agenda": AGENDA,
        "attended": list(case.state.people),
        "walk_through": "yes",
    }


def _briefed(case: Case) -> Fields:
    held = [one for one in case.state.meetings.values() if one.kind == "safety"]
    return {"meeting": max(held, key=lambda one: one.at_ms).id}


def _counted(case: Case) -> Fields:
    lot = case.state.lots[str(case.remedy.fields["lot"])]
    place, found = lot.stored[0] if lot.stored else ("", 0)
    return {"place": place or "safe", "found": found}


def _emptied(case: Case) -> Fields:
    rounds = case.weapon.contents.rounds
    return {
        "spent": sum(one.spent for one in rounds),
        "unspent": sum(one.count for one in rounds),
    }


def _loaded(case: Case) -> Fields:
    """Rounds of a lot that is what it should be, no more than the plan has."""
    fields: Fields = {}
    if "lot" in case.remedy.fields:
        fields["lot"] = OTHER_LOT
    plan = case.state.plans.get((case.set_up, case.weapon.id))
    if plan is not None and "count" in case.remedy.fields:
        fields["count"] = plan.count - case.weapon.contents.count
    return fields


def _lot(case: Case) -> Fields:
    calibre = case.weapon.identity.calibre
    fields: Fields = {
        "kind": case.act.text("kind"),
        "count": max(case.act.number("count"), 50),
        "load": case.act.text("load") or "half",
        "factory": "yes",
        "supplier": "a supplier",
        "container": "a box of its own",
    }
    return {**fields, "calibre": calibre} if calibre else fields


def _tested(case: Case) -> Fields:
    return {"distance_cm": 600, "count": 1}


def _incident(case: Case) -> Fields:
    return {"incident": next(one.id for one in case.state.incidents.values() if one.open)}


def _lifted(case: Case) -> Fields:
    return {"reference": next(i for i, one in case.state.legal_holds.items() if not one.lifted)}


def _returned(case: Case) -> Fields:
    return {"by": case.weapon.holder or case.anybody}


def _put_away(case: Case) -> Fields:
    """One of those in the hands of whoever has too many."""
    by = case.remedy.by[0] if case.remedy.by else ""
    held = [one.id for one in case.state.weapons.values() if one.holder == by]
    return {"weapon": held[0] if held else case.weapon.id, "place": "safe"}


def _counted_weapons(case: Case) -> Fields:
    safe = case.weapon.place or "safe"
    here = [one for one in case.state.weapons.values() if one.place == safe and not one.holder]
    return {"place": safe, "found": len(here)}


def _paper(case: Case) -> Fields:
    return {"kind": "entertainment-firearms", "until": 20991231}


def _worn(case: Case) -> Fields:
    worn = dict(case.state.lots[str(case.remedy.fields["lot"])].worn)
    return {"count": worn.get(str(case.remedy.fields["person"]), 1)}


def _day(act: Act) -> int:
    return act.date


_LEFT: Mapping[str, Callable[[Case], Fields]] = {
    "answer_concern": lambda _: {"words": "a second person stays with it"},
    "assess": lambda _: {"course": "handling"},
    "assess_risk": _assessed,
    "assign": lambda _: {"person": "a-newcomer", "role": "performer"},
    "brief_late": _briefed,
    "call": _called,
    "check_bore": lambda _: {"means": "rod"},
    "check_rounds": lambda _: {"means": "looked"},
    "close_incident": _incident,
    "lift_legal_hold": _lifted,
    "consider_alternative": lambda case: {"set_up": case.set_up, "words": "the close-up shows it"},
    "count_rounds": _counted,
    "count_weapons": _counted_weapons,
    "decide_training": lambda _: {"decision": "no"},
    "draw": lambda case: {"place": case.weapon.place or "safe", "purpose": "filming"},
    "enrol": lambda _: {"person": "a-newcomer", "roles": ["performer"]},
    "hand_over": lambda _: {"in_sight": "yes"},
    "hand_to_police": lambda _: {"receipt": "r-1"},
    "hold_meeting": _met,
    "hold_production_permit": lambda _: {"authority": "film office", "until": 20991231},
    "inspect": lambda _: {"points": POINTS, "found": "empty"},
    "issue_call_sheet": lambda case: {"day": _day(case.act)},
    "load": _loaded,
    "log_cause": lambda _: {"words": "a worn notch"},
    "measure": lambda case: {"set_up": case.set_up},
    "move_lot": lambda _: {"container": "a box of its own"},
    "name_contact": lambda case: {"person": case.anybody},
    "permit": _paper,
    "place_medic": lambda case: {"person": case.person(("medic", *case.state.people))},
    "plan": _planned,
    "put_away": _put_away,
    "receive_lot": _lot,
    "receive_weapon": lambda _: {"kind": "real"},
    "return_weapon": _returned,
    "schedule": lambda case: {"day": _day(case.act)},
    "set_retention": lambda case: {"until": case.act.date - 1},
    "show": _contents,
    "start": lambda _: {"what": "take"},
    "take_action": lambda _: {"matter": "the matter", "words": "it stays in the safe"},
    "take_off_rounds": _worn,
    "test_fire": _tested,
    "train": lambda _: {"course": "firearms-safety"},
    "unload": _emptied,
    "use_in": lambda case: {"set_up": case.set_up},
}
"""By act: what the refusal leaves to whoever does it."""
