"""Going ahead against a rule: who may take it on, and how long that stands.

It changes the answer, never the finding: the rule stays not met and is listed so. Rules:

- it stands for one rule, one kind of act and one weapon, until the next act on that weapon (where
  the act names no weapon, until the next act of that kind);
- a rule whose force is `never` cannot be gone ahead against by anybody;
- it takes a second, independent person: one who neither asks, gives, receives nor owes what is
  open, and who does not answer, by any chain, to one who does. Whoever has a role that owes it
  owes it; of several, the first that anybody has. Otherwise it is entered as *not independent*
  and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from provesafe import custody
from provesafe.service.production import Production, Refused

__all__ = ["person_ids", "standing_after", "standing_before", "standing_for", "taken_on"]

REPORTING_STEPS_MAX = 32
"""LIMIT: longer chains of command than any production has; ends a circle of `reports_to`."""


def taken_on(production: Production, act: custody.Act) -> custody.Act:
    """A going-ahead as the record sees it, whatever was sent: of which act, and independent or not.

    It is about the newest refusal of that rule, weapon and act; where the act was left out, of
    whichever act was refused.
    """
    refused = _refusal(production.refused, act)
    fields = {**act.fields, "independent": "no"}
    if refused is not None:
        concerned = set(person_ids(refused.act))
        concerned |= _owing(production.state, refused.owed[act.text("rule")])
        fields["act"] = refused.act.name
        if not _chain(production.state, act.text("by")) & concerned:
            fields["independent"] = "yes"
    return replace(act, fields=MappingProxyType(fields))


def standing_for(
    gone_ahead: Sequence[custody.Act], rule_id: str, request: custody.Act
) -> custody.Act | None:
    """The going-ahead that stands for this rule and this request, if there is one.

    Whoever took it on cannot use it themselves.
    """
    for act in gone_ahead:
        if (
            act.text("rule") == rule_id
            and act.text("act") == request.name
            and act.text("weapon") == request.text("weapon")
            and act.text("independent") == "yes"
            and act.text("by") not in person_ids(request)
        ):
            return act
    return None


def standing_after(
    gone_ahead: Sequence[custody.Act], acts: Sequence[custody.Act]
) -> list[custody.Act]:
    """Those that stand after these acts: some were used up or overtaken, others are among them."""
    taken = [act for act in acts if act.name == "go_ahead"]
    others = [act for act in acts if act.name != "go_ahead"]
    kept = [gone for gone in gone_ahead if not any(_ends(act, gone) for act in others)]
    return [*kept, *taken]


def standing_before(
    steps: Iterable[Sequence[custody.Act]],
) -> dict[int, tuple[custody.Act, ...]]:
    """Those that stood when each step of a record came; steps before which none did are left out.

    Args:
        steps: the acts of each step, in the order of the record.
    """
    found: dict[int, tuple[custody.Act, ...]] = {}
    standing: list[custody.Act] = []
    for index, acts in enumerate(steps):
        if standing:
            found[index] = tuple(standing)
        standing = standing_after(standing, acts)
    return found


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


def _ends(act: custody.Act, gone: custody.Act) -> bool:
    """Whether an act uses up or overtakes a going-ahead."""
    if gone.has("weapon"):
        return act.text("weapon") == gone.text("weapon")
    return act.name == gone.text("act")


def _refusal(refused: Sequence[Refused], act: custody.Act) -> Refused | None:
    """The newest refusal that a going-ahead can be about."""
    for one in reversed(refused):
        if (
            act.text("rule") in one.owed
            and act.text("weapon") == one.act.text("weapon")
            and act.text("act") in ("", one.act.name)
        ):
            return one
    return None


def _owing(state: custody.State, owed: Iterable[str]) -> set[str]:
    """The people behind duties: ids as they are, `@a|b` as all who have the first role held."""
    people = set[str]()
    for one in owed:
        people.update(_in_role(state, one[1:].split("|")) if one.startswith("@") else {one})
    return people


def _in_role(state: custody.State, roles: Iterable[str]) -> set[str]:
    """Everybody who has the first of these roles that anybody has."""
    for role in roles:
        if found := {one.id for one in state.people.values() if role in one.roles}:
            return found
    return set()


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
