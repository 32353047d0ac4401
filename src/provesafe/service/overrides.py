"""Going ahead against a rule: who may take it on, and how long that stands.

It changes the answer, never the finding: the rule stays not met and is listed so. Rules:

- it stands for one rule, one kind of act and one weapon, until the next act on that weapon;
- a rule whose force is `never` cannot be gone ahead against by anybody;
- it takes a second, independent person: one who neither asks, gives, receives nor owes what is
  open, and who does not answer, by any chain, to one who does. Otherwise it is entered as *not
  independent* and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from provesafe import custody
from provesafe.service.production import Production

__all__ = ["overtaken", "person_ids", "standing_for", "taken_on"]

REPORTING_STEPS_MAX = 32
"""LIMIT: longer chains of command than any production has; ends a circle of `reports_to`."""


def taken_on(production: Production, act: custody.Act) -> custody.Act:
    """A going-ahead with its `independent` field as the record has it, whatever was sent."""
    rule, request, weapon = act.text("rule"), act.text("act"), act.text("weapon")
    concerned: set[str] = set()
    found = False
    for refused in reversed(production.refused):
        if refused.act.name == request and refused.act.text("weapon") == weapon:
            concerned |= set(person_ids(refused.act))
            concerned |= {
                owed for reason in refused.reasons if reason.id == rule for owed in reason.duty
            }
            found = True
            break
    by = act.text("by")
    independent = found and not (_chain(production.state, by) & concerned)
    fields = {**act.fields, "independent": "yes" if independent else "no"}
    return replace(act, fields=MappingProxyType(fields))


def standing_for(
    gone_ahead: Sequence[custody.Act], rule_id: str, request: custody.Act
) -> custody.Act | None:
    """The going-ahead that stands for this rule and this request, if there is one."""
    for act in gone_ahead:
        if (
            act.text("rule") == rule_id
            and act.text("act") == request.name
            and act.text("weapon") == request.text("weapon")
            and act.text("independent") == "yes"
        ):
            return act
    return None


def overtaken(gone_ahead: Sequence[custody.Act], acts: Sequence[custody.Act]) -> list[custody.Act]:
    """Those that still stand after these acts: any other act on a weapon ends what stood for it."""
    touched = {
        value
        for act in acts
        if act.name != "go_ahead"
        for value in (act.fields.get("weapon"),)
        if isinstance(value, str)
    }
    return [gone for gone in gone_ahead if gone.text("weapon") not in touched]


def person_ids(act: custody.Act) -> tuple[str, ...]:
    """Everybody an act names, in the order of its fields."""
    people: dict[str, None] = {}
    for field in act.type.fields:
        if field.kind != "person" or field.name not in act.fields:
            continue
        value = act.fields[field.name]
        for one in value if isinstance(value, tuple) else (value,):
            people[str(one)] = None
    return tuple(people)


def _chain(state: custody.State, person: str) -> set[str]:
    """A person and everybody they answer to."""
    chain = {person}
    for _ in range(REPORTING_STEPS_MAX):
        known = state.people.get(person)
        if known is None or not known.reports_to or known.reports_to in chain:
            break
        person = known.reports_to
        chain.add(person)
    return chain
