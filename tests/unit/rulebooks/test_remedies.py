"""What a rule names to mend it does mend it: carried out right before the act, the rule is met."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from case_days import CaseDay, broken, read_case_day, read_day, time_points
from provesafe.adapters.rulebooks import load_rulebooks, rulebook_files
from provesafe.rulebook import Rule, SettingValue, verdicts

Table = dict[str, object]

BOOKS = ("set-practice", "house-default")
CASES = {
    f"{book}/{name.removeprefix('cases/').removesuffix('.toml')}": text
    for book in BOOKS
    for name, text in rulebook_files(book).items()
    if name.startswith("cases/")
}
SIX = ["action", "deviations", "abort plan", "emergency", "chain of command", "right to refuse"]

# What whoever carries it out fills in: what lies before them, done well.
FILLED: Mapping[str, Table] = {
    "answer_concern": {"words": "a second person stays with it"},
    "assess_risk": {"set_up": "12B", "assessment": "ra-9", "version": 9, "plan_version": 1},
    "brief_late": {"meeting": "morning"},
    "call": {"state": "cold", "load": "half", "count": 2},
    "check_bore": {"means": "rod"},
    "close_incident": {"incident": "i-1"},
    "check_rounds": {"checked": 6, "of": 6, "means": "shaken"},
    "consider_alternative": {"words": "the close-up shows the cylinder"},
    "count_rounds": {"place": "store", "found": 24},
    "decide_training": {"decision": "yes"},
    "hand_over": {"in_sight": "yes"},
    "hold_meeting": {"meeting": "morning", "agenda": SIX},
    "inspect": {
        "points": ["muzzle safe", "rounds out", "chambers", "feed path", "bore"],
        "found": "empty",
    },
    "issue_call_sheet": {"day": 20260302},
    "log_cause": {"words": "a worn notch"},
    "measure": {"set_up": "12B", "distance_cm": 700},
    "move_lot": {"container": "red tin"},
    "name_contact": {"person": "jonas"},
    "permit": {"kind": "entertainment-firearms", "until": 20261231},
    "place_medic": {"person": "ines"},
    "relieve": {"role": "props"},
    "return_weapon": {"by": "basil"},
    "roll": {"set_up": "12B"},
    "schedule": {"day": 20260302},
    "show": {"contents": "empty"},
    "start": {"set_up": "12B", "what": "take"},
    "take_action": {"words": "it stays in the safe"},
    "take_off_rounds": {"count": 20},
    "test_fire": {"distance_cm": 650},
    "train": {"course": "handling"},
    "unload": {"spent": 2, "unspent": 0},
}
FILLED_FOR: Mapping[str, Table] = {
    "house-default/assessed-for-this-plan": {"plan_version": 2},
    "house-default/enough-handlers": {"weapon": "rifle-1"},
}
# Who stands ready where a case does not name them.
READY = {
    "armorer": "ada",
    "first-ad": "basil",
    "handler": "esi",
    "director-of-photography": "farid",
    "medic": "ines",
    "producer": "jonas",
}


@cache
def rules() -> Mapping[str, Rule]:
    """The rules that are asked before an act and name an act that mends them."""
    settings: dict[str, dict[str, SettingValue]] = {}
    for text in CASES.values():
        for target, values in read_case_day(text).settings.items():
            for name, value in values.items():
                assert isinstance(value, int)
                settings.setdefault(target, {})[name] = value
    read = (rule for book in load_rulebooks(BOOKS, settings=settings) for rule in book.rules)
    return {rule.name: rule for rule in read if rule.remedy and rule.klass != "audit"}


def not_met(rule: Rule, day: CaseDay) -> list[tuple[int, Mapping[str, object]]]:
    """Where, among the acts, and for whom the day does not meet the rule."""
    told = verdicts(rule.on, rule.require, time_points(day), observed_until=day.until)
    before = len(day.moments) - len(acts_of(day))
    return [(i - before, dict(row)) for i, row, verdict in told if verdict == "violated"]


def acts_of(day: CaseDay) -> list[Table]:
    """The day's acts as written."""
    tables = day.raw["act"]
    assert isinstance(tables, list)
    return [dict(one) for one in tables]


def person_for(words: str, taken: object) -> str:
    """Somebody who has one of these roles, and is not the one already named."""
    named = (READY.get(role, "") for role in words.removeprefix("@").split("|"))
    return next(person for person in named if person and person != taken)


def remedy_of(rule: Rule, binding: Mapping[str, object]) -> Table:
    """The act that mends it, with everything filled in."""
    assert rule.remedy is not None
    filled = {**FILLED.get(rule.remedy.act, {}), **FILLED_FOR.get(rule.name, {})}
    act: Table = {**filled, "request": rule.remedy.act}
    for name, words in rule.remedy.fields.items():
        if words.startswith("@"):
            act[name] = person_for(words, act.get("by") if name == "second" else None)
        else:
            act[name] = words.format(**binding)
    return act


def mended(rule: Rule, day: CaseDay) -> tuple[CaseDay, int]:
    """The broken day with the remedy in it, and where the act that asked stands then."""
    place, binding = not_met(rule, day)[0]
    acts = acts_of(day)
    remedy = remedy_of(rule, binding)
    asked = acts[place]
    at = asked["at"]
    if remedy["request"] in (asked.get("request"), asked.get("report")):
        asked.pop("report", None)
        acts[place] = {**asked, **remedy}
    elif rule.klass == "deadline":
        acts.insert(place + 1, {**remedy, "at": at})
    else:
        acts.insert(place, {**remedy, "at": at})
        place += 1
    here = day.raw.get("person", [])
    assert isinstance(here, list)
    ready = [{"id": p, "roles": [r]} for r, p in READY.items()]
    known = {one["id"] for one in here}
    people = [*here, *(one for one in ready if one["id"] not in known)]
    return read_day({**day.raw, "person": people, "act": acts}), place


@pytest.mark.parametrize("name", sorted(rules()))
def test_the_remedy_mends(name: str) -> None:
    """The broken day, with the act its refusal names carried out first, meets the rule there."""
    rule = rules()[name]
    day, place = mended(rule, broken(read_case_day(CASES[name])))
    assert place not in {where for where, _ in not_met(rule, day)}
